import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { prepared } from './options';

const FOLDER = new URL('../../../samples/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

/** Reads one group of `parens.txt` and returns the offset after it; throws where the rule in its first lines is broken. */
function readGroup(line: string, start: number): number {
  const closing = { '(': ')', '[': ']', '{': '}', '<': '>' }[line[start]];
  assert.ok(closing, `no group at ${start} in ${line}`);
  const key = line[start + 1];
  assert.match(key, /[a-z]/);
  let at = start + 3;
  while (line.slice(at, at + 2) !== key + closing) {
    if (/[([{<]/.test(line[at])) at = readGroup(line, at);
    else at += /^(?:[a-z]+|"[A-Z ]+")/.exec(line.slice(at))![0].length;
    assert.equal(line[at++], ' ');
  }
  return at + 2;
}

describe('samples', () => {
  for (const name of readdirSync(FOLDER)) {
    it(`${name} trains with a validation loss`, () => {
      const task = prepared(read(name));
      assert.ok(task.validation.length > 0);
      assert.ok(task.trainTokens > 300);
    });
  }

  it('parens.txt keeps the rule it states', () => {
    const lines = read('parens.txt').split('\n\n')[1].trimEnd().split('\n');
    assert.ok(lines.length > 100);
    for (const line of lines) assert.equal(readGroup(line, 0), line.length);
  });

  it('river.txt closes every quotation it opens and sets its songs four spaces in', () => {
    for (const paragraph of read('river.txt').split('\n\n')) {
      assert.equal((paragraph.match(/"/g) ?? []).length % 2, 0, paragraph);
      const indented = paragraph.trim().split('\n').length > 1 && paragraph.startsWith(' ');
      if (indented) for (const line of paragraph.trimEnd().split('\n')) assert.match(line, /^ {4}\S/);
    }
  });

  it('scripts.txt has accents both in one code point and in several', () => {
    const { tokenTexts } = prepared(read('scripts.txt'));
    assert.ok(tokenTexts.includes('\u1ec7') && tokenTexts.includes('e\u0323\u0302'));
    assert.ok(tokenTexts.includes('👩‍🔬') && tokenTexts.includes('👍🏿'));
  });
});
