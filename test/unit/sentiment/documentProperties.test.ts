import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LONGEST_BLOCK } from '../../../src/sentiment/documents/block';
import { CODE_LANGUAGES } from '../../../src/sentiment/documents/codeSyntax';
import { proseOf } from '../../../src/sentiment/documents/prose';
import { hardText } from '../text/alphabet';
import { sentencesIn } from './sentencesIn';

const FORMATS = 'plaintext git-commit markdown html csv tsv jsonl latex restructuredtext'.split(' ');
const LANGUAGES = [...FORMATS, ...new Set(CODE_LANGUAGES.values())].map((entry) =>
  typeof entry === 'string' ? entry : [...CODE_LANGUAGES].find(([, syntax]) => syntax === entry)![0],
);

/** What opens, closes and escapes in any of the languages. */
const MARKS = [
  ...['"', "'", '`', '```', '~~~', '"""', "'''", '\\', '\\"', '${', '}', '{', '//', '/*', '*/', '#', '--', '{-', '-}'],
  ...[
    '(*',
    '*)',
    '<!--',
    '-->',
    '<b>',
    '</b>',
    '<pre>',
    '<',
    '>',
    '[',
    ']',
    '](',
    '[^1]',
    '|',
    '|---|',
    '- ',
    '1. ',
    '# ',
  ],
  ...[
    '---\n',
    '+++\n',
    '    ',
    '\n\n',
    '\n',
    '\r\n',
    '&amp;',
    '&#65;',
    '""',
    'r#"',
    '"#',
    '$$',
    '$',
    '\\begin{verbatim}',
  ],
  ...[
    '.. code::',
    '::',
    '@param x',
    'https://a.b/c?d',
    '*',
    '**',
    '_',
    ' e.g. ',
    'Mr. ',
    '. ',
    '! ',
    ' :) ',
    ' words of prose ',
  ],
  ...['=begin', '=end', '[[', ']]', '@"', "'\"'", '\ufeff', '\0'],
];
const document = (): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...MARKS) }, hardText(6)), { maxLength: 60 })
    .map((parts) => parts.join(''));

const LINEAR = [...FORMATS, 'typescript', 'haskell', 'python'];

describe('prose of any document', () => {
  it('has exact places, in order, apart from each other, inside the text', () => {
    fc.assert(
      fc.property(document(), fc.constantFrom(...LANGUAGES), (text, language) => {
        let after = 0;
        for (const { from, to } of proseOf(text, language, null).blocks) {
          assert.ok(after <= from && from < to && to <= text.length, `${after} ${from} ${to}`);
          after = to;
        }
        after = 0;
        for (const { start, end, text: read } of sentencesIn(text, language)) {
          assert.ok(after <= start && start < end && end <= text.length, `${after} ${start} ${end}`);
          after = end;
          const [first, last] = [text[start]!, text[end - 1]!];
          if (!/[\\&"$'`]/.test(first)) assert.equal(read[0], first);
          // Marks that close nothing may stay within the place of a sentence when a name of a character is before them.
          if (!/[\\;"}'`\w]/.test(last) && !/&[#\w]/.test(text)) assert.equal(read.at(-1), last);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('is made of words that stand in the text', () => {
    fc.assert(
      fc.property(document(), fc.constantFrom(...LANGUAGES), (text, language) => {
        // Escapes, names of characters, emphasis inside a word and LaTeX's braces join letters on purpose.
        if (language !== 'restructuredtext' && /\p{L}[*_~]+\p{L}/u.test(text)) return;
        if (/[\\&]/.test(text) || (language === 'latex' && /[{}]/.test(text))) return;
        for (const { start, end, text: read } of sentencesIn(text, language)) {
          const words = read.match(/\p{L}{2,}/gu) ?? [];
          for (const word of words) assert.ok(text.slice(start, end).includes(word), word);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on what stands before a paragraph of plain text', () => {
    fc.assert(
      fc.property(document(), document(), (above, below) => {
        const clean = (text: string) => text.replace(/[\0\ufeff]/g, '');
        const [head, tail] = [`${clean(above)}\n\n`, clean(below)];
        const alone = sentencesIn(tail, 'plaintext');
        const together = sentencesIn(head + tail, 'plaintext').filter(({ start }) => start >= head.length);
        assert.deepEqual(
          together.map(({ text, start, end }) => ({ text, start: start - head.length, end: end - head.length })),
          alone,
        );
      }),
      { numRuns: 500 },
    );
  });

  it('comes in blocks of bounded length', () => {
    const texts = [
      'word '.repeat(50_000),
      'a'.repeat(100_000),
      '😀'.repeat(30_001),
      'One. Two is here! '.repeat(10_000),
    ];
    for (const text of texts) {
      const blocks = [...proseOf(text, 'plaintext', null).blocks];
      for (const { from, to } of blocks) assert.ok(to - from <= LONGEST_BLOCK);
      assert.equal(blocks.at(-1)!.to, text.trimEnd().length === text.length ? text.length : blocks.at(-1)!.to);
      for (const { from } of blocks) assert.ok(!/^[\udc00-\udfff]/.test(text.slice(from, from + 1)));
    }
  });

  it('is found in linear time whatever is repeated', function () {
    this.timeout(120_000);
    const repeated = [
      '<pre>\n',
      '<!-- a\n',
      '](',
      '` `` ',
      '- * ',
      'a,"b\n',
      '`${',
      '/* ',
      '{- ',
      '"""\n',
      '<a ',
      '( /a ',
      '**_*~',
      '|a',
      'words\n',
      '{"a":"b",',
    ];
    for (const part of repeated) {
      for (const language of LINEAR) {
        const time = (length: number) => {
          const text = part.repeat(length / part.length);
          const started = process.cpuUsage().user;
          assert.ok([...proseOf(text, language, null).blocks].length >= 0);
          return (process.cpuUsage().user - started) / 1000;
        };
        assert.ok(time(1 << 17) < 1000, `${JSON.stringify(part)} in ${language}`);
      }
    }
  });
});
