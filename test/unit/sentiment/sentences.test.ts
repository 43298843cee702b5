import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sentencesOf } from '../../../src/sentiment/documents/sentences';
import { hardText } from '../text/alphabet';

function split(text: string): string[] {
  const ranges = sentencesOf(text);
  return Array.from({ length: ranges.length / 2 }, (_, i) => text.slice(ranges[2 * i], ranges[2 * i + 1]));
}

describe('sentences', () => {
  const cases: readonly (readonly [what: string, ...sentences: readonly string[]])[] = [
    ['end at a stop, a question mark or an exclamation mark', 'It works.', 'Does it?', 'It does!'],
    ['go on behind a title', 'Dr. Miller and Mrs. Jones left.', 'Nobody cared.'],
    ['go on behind abbreviations', 'Use a short one, e.g. Ada, i.e. a name.', 'See Fig. 3 and p. 12 of it.'],
    ['go on behind initials', 'J. R. Smith wrote it.', 'I liked it.'],
    ['end behind abbreviations that end them', 'We sell books, toys etc.', 'Nobody buys them.'],
    ['keep version numbers and decimals whole', 'Version 1.2.3 costs 4.50 euros.', 'It is slow.'],
    ['keep the number of a list item', '1. Open the file.', '2. Read it.'],
    ['keep names of files and addresses whole', 'Open main.ts?raw or a.b/c?d=e now.', 'Done.'],
    ['go on behind an ellipsis in lower case', 'Well... it works.', 'Wait...', 'It broke.'],
    ['end at an ellipsis sign', 'Nice…', 'And more of it.'],
    ['take the quotation mark behind the stop', 'He said “Stop.”', '"Go!" she cried.', '(It was fine.)', 'Really.'],
    ['end in text without capitals', 'loved it.', 'would watch again.', 'i mean it!'],
    ['take the face behind the stop', 'It works! :)', 'Nice one. 😀', 'And on.'],
    ['take marks that stand alone', 'What is that ?!', 'No idea !!!'],
    ['end in scripts without blanks', '好い。', '悪い！'],
  ];
  for (const [what, ...sentences] of cases) {
    it(what, () => assert.deepEqual(split(sentences.join(/^好/.test(sentences[0]!) ? '' : ' ')), sentences));
  }

  it('are none where there is neither a letter nor a face', () => {
    for (const text of ['', ' ', '---', '12.50', '. . .', '* * *', '| :--- |']) assert.deepEqual(split(text), []);
    for (const text of ['😀', ':)', 'ok']) assert.deepEqual(split(` ${text} `), [text]);
  });

  it('of a long line are the same as of its parts', () => {
    const sentences = Array.from(
      { length: 150 },
      (_, i) => `Sentence number ${i} of ${'very '.repeat(i % 40)}many is here.`,
    );
    const text = sentences.join(' ');
    assert.ok(text.length > 10_000);
    assert.deepEqual(split(text), sentences);
  });

  it('are found in order, apart from each other, without blanks around them', () => {
    fc.assert(
      fc.property(hardText(200), (raw) => {
        const text = raw.replace(/[\t-\r\u0085\u2028\u2029]/g, ' ');
        let after = 0;
        const ranges = sentencesOf(text);
        for (let i = 0; i < ranges.length; i += 2) {
          const [start, end] = [ranges[i]!, ranges[i + 1]!];
          assert.ok(after <= start && start < end && end <= text.length);
          assert.equal(text.slice(start, end).trim().length, end - start);
          after = end;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('leave out no letter', () => {
    fc.assert(
      fc.property(hardText(200), (text) => {
        const letters = (from: string) => from.replace(/[^\p{L}]/gu, '');
        assert.equal(letters(split(text).join('')), letters(text));
      }),
      { numRuns: 500 },
    );
  });
});
