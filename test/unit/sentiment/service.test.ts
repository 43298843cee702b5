import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ScannedSentences } from '../../../src/protocol/sentiment';
import { readerGuards } from '../../../src/protocol/sentimentGuards';
import { FakeReader } from './fakeReader';
import { ScanDesk, sentencesOf } from './scanDesk';
import { sentencesIn } from './sentencesIn';

/** That the stretches of a scan cover the text once, and that its last message says so. */
function assertCovers(told: readonly ScannedSentences[], length: number): void {
  const stretches = told.map(({ from, to }) => [from, to] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let after = 0;
  for (const [from, to] of stretches) {
    assert.equal(from, after);
    after = to;
  }
  assert.equal(after, length);
  assert.deepEqual(told.map(({ finished }) => finished).indexOf(true), told.length - 1);
  assert.deepEqual([told.at(-1)!.done, told.at(-1)!.total], [length, length]);
  for (const [i, { done }] of told.entries()) assert.ok(done >= (told[i - 1]?.done ?? 0));
  for (const args of told) {
    assert.equal(readerGuards.args.sentences(args), null);
    for (const [i, start] of args.starts.entries()) assert.ok(args.from <= start && args.ends[i]! <= args.to);
  }
}

/** Paragraphs of a sentence each, all different. */
const paragraphs = (count: number, word = 'good') =>
  Array.from({ length: count }, (_, i) => `Paragraph number ${i} is ${word}.\n\n`).join('');

describe('the reading service', () => {
  let reader: FakeReader;
  let desk: ScanDesk;
  beforeEach(async () => {
    reader = new FakeReader();
    desk = await ScanDesk.open(reader);
  });

  it('reads every sentence of a text and says when it has', () => {
    const text = 'This is good. This is bad! Is it?';
    const told = desk.scan(text);
    assertCovers(told, text.length);
    assert.deepEqual(sentencesOf(told), [
      [0, 13, 2],
      [14, 26, 0],
      [27, 33, 1],
    ]);
    assert.deepEqual([...told[0]!.probabilities], [0, 0, 1, 1, 0, 0, 0, 1, 0]);
    assert.deepEqual([told.length, told[0]!.notice], [1, null]);
  });

  it('reads what is visible first, at once, then the rest from the top', () => {
    const text = paragraphs(2000);
    const top = text.indexOf('Paragraph number 1000');
    const bottom = text.indexOf('Paragraph number 1010');
    const told = desk.scan(text, { visible: [top, bottom - 3] });
    const [first, ...rest] = told;
    const shown = text.slice(first!.starts[0], first!.ends.at(-1));
    assert.ok(shown.startsWith('Paragraph number 1000') && shown.endsWith('Paragraph number 1009 is good.'));
    assert.equal(rest[0]!.from, 0);
    assert.ok(reader.read_.slice(10, 1010).every((sentence, i) => sentence === `Paragraph number ${i} is good.`));
    assertCovers(told, text.length);
    assert.deepEqual(
      sentencesOf(told).map(([start, end]) => [start, end]),
      sentencesIn(text, 'plaintext').map(({ start, end }) => [start, end]),
    );
  });

  it('has read what is visible when most of a large text is still unread', async () => {
    desk = await ScanDesk.open((reader = new FakeReader(undefined, 0.05)));
    const text = paragraphs(20_000);
    const visible = [text.indexOf('Paragraph number 15000'), text.indexOf('Paragraph number 15040')] as const;
    desk.ask(text, { visible });
    while (desk.told.length === 0) desk.turn();
    assert.ok(reader.read_.length <= 1000, `${reader.read_.length} sentences were read`);
    assert.ok(desk.told[0]!.starts.length >= 40);
  });

  it('lets messages through after every few milliseconds', async () => {
    desk = await ScanDesk.open(new FakeReader(undefined, 0.1));
    desk.ask(paragraphs(3000), { visible: [0, 100] });
    const turns: number[] = [];
    for (let started = performance.now(); desk.turn(); started = performance.now())
      turns.push(performance.now() - started);
    turns.sort((a, b) => a - b);
    assert.ok(turns.length > 20, `${turns.length} turns`);
    assert.ok(turns[Math.floor(turns.length * 0.9)]! < 40, `${turns[Math.floor(turns.length * 0.9)]} ms`);
  });

  it('tells of the background some times a second, not of every sentence', async () => {
    desk = await ScanDesk.open(new FakeReader(undefined, 0.2));
    const told = desk.scan(paragraphs(3000), { visible: [0, 100] });
    assert.ok(told.length >= 3 && told.length <= 12, `${told.length} messages`);
  });

  it('finishes an empty text with one message', () => {
    for (const text of ['', '  \n']) {
      const told = desk.scan(text);
      assertCovers(told, text.length);
      assert.deepEqual([told.length, told[0]!.starts.length], [1, 0]);
      assert.match(told[0]!.notice!, /empty/);
    }
  });

  it('says that there is no prose where there is none', () => {
    assert.match(desk.scan('--- 12 ---').at(-1)!.notice!, /No sentences/);
    assert.match(desk.scan('let x = 1;', { language: 'javascript' }).at(-1)!.notice!, /comments and strings/);
    assert.match(desk.scan('This is good.', { only: [[0, 0]] }).at(-1)!.notice ?? 'none', /none/);
    assert.match(desk.scan('This is good.\n\n\n', { only: [[15, 16]] }).at(-1)!.notice!, /selection/);
  });

  it('says that a text is binary, and that a table has no such column', () => {
    assert.match(desk.scan('\0'.repeat(100)).at(-1)!.notice!, /NUL/);
    const table = 'name,text\nAda,This is good.\nBob,That is bad.\n';
    assert.match(desk.scan(table, { language: 'csv', column: 'body' })[0]!.notice!, /no column “body”/);
  });

  it('says that it reads English when most words are unknown to the reader', () => {
    assert.match(desk.scan('これは良いです。'.repeat(40)).at(-1)!.notice!, /English/);
    assert.equal(desk.scan(`${'これは良いです。'.repeat(10)}${' This is good.'.repeat(40)}`).at(-1)!.notice, null);
    assert.equal(desk.scan('これは。').at(-1)!.notice, null, 'too short to tell');
  });

  it('reads only sentences that touch the ranges it is asked for', () => {
    const text = 'One is good. Two is good. Three is good. Four is good.';
    const told = desk.scan(text, {
      only: [
        [14, 15],
        [41, 41],
      ],
    });
    assertCovers(told, text.length);
    assert.deepEqual(reader.read_, ['Two is good.', 'Four is good.']);
    assert.deepEqual(sentencesOf(told), [
      [13, 25, 2],
      [41, 54, 2],
    ]);
  });

  it('reads only the sentence that was edited', () => {
    const text = `${'First one. Second one is bad. Third one.\n\n'}${paragraphs(500)}`;
    const before = sentencesOf(desk.scan(text));
    const { length } = reader.read_;
    const edited = text.replace('one is bad', 'one is not good');
    const after = sentencesOf(desk.scan(edited));
    assert.deepEqual(reader.read_.slice(length), ['Second one is not good.']);
    assert.equal(after.length, before.length);
    assert.deepEqual(after.at(-1), [before.at(-1)![0]! + 5, before.at(-1)![1]! + 5, 2]);
  });

  it('reads nothing anew when blocks change their places', () => {
    const [a, b] = ['One is good. It is bad.', 'Two is fine. It is slow.'];
    desk.scan(`${a}\n\n${b}`);
    const { length } = reader.read_;
    const text = `\n\n${b}\n\n- ${a}`;
    assert.deepEqual(
      sentencesOf(desk.scan(text)).map(([start]) => start),
      [2, 15, 30, 43],
    );
    assert.equal(reader.read_.length, length);
  });

  it('reads a sentence that stands in a text many times once', () => {
    assert.equal(sentencesOf(desk.scan('This is good. '.repeat(5000))).length, 5000);
    assert.deepEqual(reader.read_, ['This is good.']);
  });

  it('keeps what it knows when a scan is superseded', async () => {
    desk = await ScanDesk.open((reader = new FakeReader(undefined, 0.1)));
    const text = paragraphs(1000);
    desk.ask(text);
    for (let i = 0; i < 5; i++) desk.turn();
    const { length } = reader.read_;
    assert.ok(length > 0 && length < 1000);
    desk.scan(text);
    assert.equal(reader.read_.length, 1000);
  });

  it('tells nothing of an older version once it was asked for a newer one', async () => {
    desk = await ScanDesk.open(new FakeReader(undefined, 0.1));
    const old = desk.ask(paragraphs(1000));
    desk.turn();
    const told = desk.told.length;
    desk.scan('This is good.');
    assert.ok(desk.told.slice(told).every(({ version }) => version !== old));
    desk.ask('An old message that was late.', { version: old });
    assert.equal(desk.turn(), false);
  });

  it('tells nothing of a document that was forgotten, and remembers nothing of it', () => {
    desk.ask(paragraphs(10));
    desk.methods.forget({ document: 'a' });
    while (desk.turn());
    assert.deepEqual(desk.told, []);
    desk.scan('This is good.');
    desk.methods.forget({ document: 'a' });
    desk.scan('This is good.');
    assert.deepEqual(reader.read_, ['This is good.', 'This is good.']);
  });

  it('reads several documents side by side, the visible parts first', async () => {
    desk = await ScanDesk.open(new FakeReader(undefined, 0.1));
    const text = paragraphs(1000);
    desk.ask(text, { document: 'a', visible: [0, 50] });
    while (desk.told.length === 0) desk.turn();
    desk.ask(text, { document: 'b', visible: [0, 50] });
    while (!desk.told.some(({ document }) => document === 'b')) desk.turn();
    assert.ok(!desk.told.some(({ finished }) => finished));
    while (desk.turn());
    for (const document of ['a', 'b']) {
      assertCovers(
        desk.told.filter((told) => told.document === document),
        text.length,
      );
    }
  });

  it('says what went wrong when the reader fails, and goes on with other documents', () => {
    const bad = desk.ask('This will explode.', { document: 'bad' });
    desk.ask('This is good.', { document: 'fine' });
    while (desk.turn());
    assert.deepEqual(desk.problems, [{ document: 'bad', version: bad, problem: 'The reader failed.' }]);
    assert.deepEqual(
      desk.told.map(({ document, finished }) => [document, finished]),
      [['fine', true]],
    );
    assert.equal(sentencesOf(desk.scan('This is good.', { document: 'bad' })).length, 1);
  });

  it('reads a sentence closely as a scan of its document reads it', async () => {
    const text = '[This](https://example.org/bad) is good.';
    const read = desk.methods.read({ text, explained: null, language: 'markdown' });
    await assert.rejects(read, /Asked for {2}This {27}is good\./);
    await assert.rejects(desk.methods.read({ text, explained: null, language: null }), /Asked for \[This\]/);
  });

  it('refuses with words while no reader is open', async () => {
    desk = new ScanDesk();
    desk.ask('This is good.');
    assert.match(desk.problems[0]!.problem, /No reader is open/);
    await assert.rejects(
      desk.methods.read({ text: 'This is good.', explained: null, language: null }),
      /No reader is open/,
    );
  });

  it('reads anew with another reader, and only when it is asked', async () => {
    const text = paragraphs(10);
    desk.scan(text);
    desk.ask(text);
    const told = desk.told.length;
    desk.reader = new FakeReader(['no', 'yes']);
    assert.deepEqual((await desk.methods.openReader({ reader: new Uint8Array() })).labels, ['no', 'yes']);
    while (desk.turn());
    assert.equal(desk.told.length, told);
    assert.equal(desk.scan('It is neither.')[0]!.probabilities.length, 2);
  });

  it('keeps the reader that is open when another cannot be opened', async () => {
    const failing = new ScanDesk();
    await failing.methods.openReader({ reader: new Uint8Array() });
    Object.defineProperty(failing, 'reader', {
      get: () => {
        throw new Error('This is no reader.');
      },
    });
    await assert.rejects(failing.methods.openReader({ reader: new Uint8Array() }), /This is no reader/);
    assert.equal(sentencesOf(failing.scan('This is good.')).length, 1);
  });

  it('finishes with a sentence of 10,000 words and with a line of a megabyte', function () {
    this.timeout(60_000);
    const sentence = `${'word after word '.repeat(3400)}ends here.`;
    assertCovers(desk.scan(sentence), sentence.length);
    for (const part of ['This is good. ', 'word ', 'a', '😀', '👍🏽é ']) {
      const line = part.repeat((1 << 20) / part.length);
      assertCovers(desk.scan(line, { visible: [500_000, 501_000] }), line.length);
    }
  });

  it('finds after any edits what a new scan finds, and covers any text', () => {
    const part = fc.constantFrom(
      'This is good. ',
      'It is bad! ',
      'So ',
      'e.g. ',
      '\n\n',
      '\r\n',
      '\n',
      '- ',
      '`x`',
      '“',
      '😀',
      'e\u0301',
      'שלום ',
      '\0',
      '# ',
      '|',
      '*',
    );
    const edit = fc.record({ at: fc.nat(200), cut: fc.nat(10), put: fc.array(part, { maxLength: 3 }) });
    const language = fc.constantFrom('plaintext', 'markdown', 'python', 'csv');
    const texts = fc.array(part, { maxLength: 40 });
    fc.assert(
      fc.property(texts, fc.array(edit, { maxLength: 5 }), language, fc.nat(300), (parts, edits, language, top) => {
        let text = parts.join('');
        for (const { at, cut, put } of [{ at: 0, cut: 0, put: [] as string[] }, ...edits]) {
          text = text.slice(0, at) + put.join('') + text.slice(at + cut);
          const told = desk.scan(text, { language, visible: [top, top + 30] });
          assertCovers(told, text.length);
          assert.deepEqual(
            sentencesOf(told),
            sentencesIn(text, language).map((found) => [found.start, found.end, FakeReader.labelOf(found.text)]),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
