import assert from 'node:assert/strict';
import fc from 'fast-check';
import { placeOf } from '../../../src/tasks/labelled/cell';
import { looksLabelled, readLabelled } from '../../../src/tasks/labelled/labelled';
import { hardText } from '../text/alphabet';
import { moods, toCommas, toJsonLines, toTabs, type Labelled } from './labelledFiles';

/** What was read of a file; fails the test when nothing looks like labels. */
function read(file: string) {
  const found = readLabelled(file);
  assert.ok(found, 'no labels were found');
  return { ...found, rows: found.examples.map(({ label, text }) => ({ label, text: text.text })) };
}

const words = hardText(12).filter((text) => text.trim() !== '');
/** Objects as literals make them. */
const NAMED = { noNullPrototype: true } as const;
const rows = fc.array(fc.record({ label: fc.constantFrom('up', 'down', 'even, odd', 'no'), text: words }, NAMED), {
  minLength: 3,
  maxLength: 12,
});
/** As a line of a file can hold it. */
const oneLine = ({ label, text }: Labelled): Labelled => ({ label, text: `x${text.replace(/[\t\r\n]/g, '_')}x` });

describe('a file of labelled texts', () => {
  it('keeps label, text and the place of every unit in tab-separated lines', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const wanted = given.map(oneLine);
        const file = `label\ttext\n${toTabs(wanted)}`;
        const found = read(file);
        assert.deepEqual(found.rows, wanted);
        for (const { text } of found.examples)
          for (let i = 0; i < text.text.length; i++) assert.equal(file[placeOf(text, i)], text.text[i]);
      }),
    );
  });

  it('keeps them in quoted cells, with line ends and doubled quotes', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const wanted = given.map(({ label, text }) => ({ label, text: `"${text}"` }));
        const file = toCommas(wanted);
        const found = read(file);
        assert.deepEqual(found.rows, wanted);
        for (const { text } of found.examples)
          for (let i = 0; i < text.text.length; i++) assert.equal(file[placeOf(text, i)], text.text[i]);
      }),
    );
  });

  it('keeps them in JSON lines, with escapes', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (given, ascii) => {
        const lines = toJsonLines(given);
        const file = ascii ? lines.replace(/[^ -~\n]/g, (unit) => escapeOf(unit)) : lines;
        const found = read(file);
        assert.deepEqual(found.rows, given);
        for (const { text } of found.examples)
          for (let i = 0; i < text.text.length; i++) {
            const written = file.slice(placeOf(text, i), placeOf(text, i + 1));
            assert.equal(JSON.parse(`"${written}"`), text.text[i]);
          }
      }),
    );
  });

  it('is read without a header, the label in front or behind', () => {
    const given = moods(20);
    assert.deepEqual(read(toTabs(given)).rows, given);
    const turned = given.map(({ label, text }) => `${text}\t${label}`).join('\n');
    assert.deepEqual(read(turned).rows, given);
    const commas = given.map(({ label, text }) => `${label},${text}`).join('\n');
    assert.deepEqual(read(commas).rows, given);
  });

  it('is read under names that only its form tells to be names', () => {
    const given = moods(20);
    assert.deepEqual(read(`mood\tdiary\n${toTabs(given)}`).rows, given);
  });

  it('finds the named columns among others, in any order', () => {
    const file = 'id;Review;stars\n1;"so; so";3\n2;fine;4\n3;poor;1\n';
    const found = read(file);
    assert.deepEqual(found.rows, [
      { label: '3', text: 'so; so' },
      { label: '4', text: 'fine' },
      { label: '1', text: 'poor' },
    ]);
    assert.equal(found.kind, 'CSV');
  });

  it('keeps separators that belong to the text', () => {
    const file = ['calm\tone\ttwo', 'rough\tthree', 'calm\tfour', 'rough\tfive'].join('\n');
    assert.deepEqual(read(file).rows[0], { label: 'calm', text: 'one\ttwo' });
    const commas = moods(12).map(({ label, text }) => `${label},${text}`);
    assert.equal(read([...commas, 'calm,salt, rope and tar'].join('\n')).rows.at(-1)!.text, 'salt, rope and tar');
  });

  it('takes a quote that nothing closes for a sign', () => {
    const file = ['label,text', 'calm,"a warm day', 'rough,so cold', 'calm,"so ""warm"""'].join('\n');
    assert.deepEqual(
      read(file).rows.map(({ text }) => text),
      ['"a warm day', 'so cold', 'so "warm"'],
    );
  });

  it('counts the lines that have no label or no text', () => {
    const file = ['calm\ta', 'no label here', 'rough\t ', 'rough\tb', '\tc', '', 'calm\td'].join('\r\n');
    const { rows: found, unlabelled, empty } = read(file);
    assert.deepEqual(
      found.map(({ text }) => text),
      ['a', 'b', 'd'],
    );
    assert.deepEqual([unlabelled, empty], [[2, 5], [3]]);
  });

  it('counts the lines of quoted cells by where they begin', () => {
    const file = 'label,text\ncalm,"one\ntwo"\n,three\nrough,four\n';
    assert.deepEqual(read(file).unlabelled, [4]);
  });

  it('may begin with a byte-order mark', () => {
    const file = `\ufeff${toTabs(moods(9))}`;
    assert.deepEqual(read(file).rows, moods(9));
  });

  it('takes numbers and truth values for labels, and leaves lists and broken lines out', () => {
    const lines = [
      '{"text": "one", "label": 1}',
      '{"text": "two", "label": 0}',
      '{"text": "three", "label": [1]}',
      '{"text": "four", "label": true, "more": {"label": 5}}',
      '{"text": "five", ',
      '{"text": null, "label": 1}',
    ];
    const { rows: found, unlabelled } = read(lines.join('\n'));
    assert.deepEqual(found, [
      { label: '1', text: 'one' },
      { label: '0', text: 'two' },
      { label: 'true', text: 'four' },
    ]);
    assert.deepEqual(unlabelled, [3, 5, 6]);
  });

  it('is not what prose, verse, code or a list is', () => {
    const prose = moods(20)
      .map(({ text }, i) => `${text.slice(0, -1)}, and ${i} of us stayed, as ever.`)
      .join('\n');
    for (const text of [prose, 'const a = { b: 1, c: [2, 3] };\nreturn a;\n', 'one\ntwo\nthree\n', 'x', ' \n ']) {
      assert.equal(readLabelled(text)?.examples.length ?? 0, 0, text.slice(0, 30));
      assert.equal(looksLabelled(text), false);
    }
  });

  it('survives any text', () => {
    const parts = fc.constantFrom('label', 'text', '{"', '"', '""', '\t', ',', ';', '\n', '\r', '{}', '\\', 'a b', '}');
    fc.assert(fc.property(fc.array(parts, { maxLength: 40 }), (text) => void readLabelled(text.join(''))));
  });

  it('takes no time over long lines of one sign', () => {
    const started = performance.now();
    for (const sign of [',', '"', '\t', '{', '}', '"{', ' ,', 'a,b;c\t'])
      for (const lines of [1, 3]) {
        const text = `${sign.repeat(2e5 / sign.length)}\n`.repeat(lines);
        readLabelled(text);
        assert.equal(looksLabelled(text), false);
      }
    const seconds = (performance.now() - started) / 1000;
    assert.ok(seconds < 15, `${seconds} s`);
  });

  it('is recognised at a glance when its labels come again and again', () => {
    assert.equal(looksLabelled(toTabs(moods(40))), true);
    assert.equal(looksLabelled(toJsonLines(moods(40))), true);
    assert.equal(looksLabelled(toTabs(moods(40).map((row, i) => ({ ...row, label: `${i}` })))), false);
  });
});

function escapeOf(unit: string): string {
  return [...Array(unit.length).keys()].map((i) => `\\u${unit.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
}
