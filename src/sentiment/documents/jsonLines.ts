/** JSON lines to blocks: the strings under one key (or at one index) of the objects. */
import type { Block } from './block';
import { QUOTED } from './codeSyntax';
import { indexOfProse, noSuchColumn } from './column';
import type { ColumnChoice } from './column';
import { linesOf, skipBlanks } from './lines';
import { endOfString } from './strings';

const SAMPLE_ROWS = 200;
const SAMPLE_UNITS = 1 << 18;

/** A string that is a value at the top of a line's object or list. `key`: its name, or its index in a list. */
interface Value {
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

/** Blocks of the values of `column`: a key, the number of a key from 1, or null for the one with most prose. */
export function jsonLinesBlocks(text: string, column: string | null): ColumnChoice {
  const places = new Map<string, number>();
  const rows: (string | undefined)[][] = [];
  for (const { from, to } of linesOf(text)) {
    if (rows.length >= SAMPLE_ROWS || from > SAMPLE_UNITS) break;
    const row: (string | undefined)[] = [];
    for (const value of valuesOf(text, from, to)) {
      if (!places.has(value.key)) places.set(value.key, places.size);
      row[places.get(value.key)!] = text.slice(value.from, value.to);
    }
    rows.push(row);
  }
  const keys = [...places.keys()];
  const best = indexOfProse(rows, keys.length);
  const number = column !== null && /^\s*\d+\s*$/.test(column) ? Number(column) - 1 : -1;
  const asked = column === null ? best : (places.get(column) ?? number);
  const found = keys[asked] !== undefined;
  const notice = found || column === null || keys.length === 0 ? null : noSuchColumn(column, keys, keys.length, best);
  return { notice, blocks: keyBlocks(text, keys[found ? asked : best] ?? '') };
}

function* keyBlocks(text: string, key: string): Generator<Block> {
  for (const line of linesOf(text)) {
    for (const value of valuesOf(text, line.from, line.to)) {
      if (value.key === key && value.from < value.to) yield { from: value.from, to: value.to, gaps: QUOTED.gaps };
    }
  }
}

const OPENING = /[{[]/;
const PUNCTUATION = /["{}[\],]/g;

/** The strings at the top level of a line; of a line that is a string, itself under the key of a list's first one. */
function* valuesOf(text: string, from: number, to: number): Generator<Value> {
  const line = text.slice(from, to);
  const start = skipBlanks(line, 0, line.length);
  const inObject = line[start] === '{';
  const top = OPENING.test(line[start] ?? '') ? 1 : 0;
  let depth = 0;
  let index = 0;
  let key: string | null = null;
  for (let at = start; ;) {
    PUNCTUATION.lastIndex = at;
    const found = PUNCTUATION.exec(line);
    if (!found) return;
    at = found.index + 1;
    const mark = found[0];
    if (mark === '{' || mark === '[') depth++;
    else if (mark === '}' || mark === ']') depth--;
    else if (mark === ',') {
      if (depth === top) [key, index] = [null, index + 1];
    } else {
      const end = endOfString(line, at, QUOTED);
      if (end < 0) return;
      if (depth === top) {
        if (!inObject) yield { key: String(index + 1), from: from + at, to: from + end };
        else if (key === null) key = line.slice(at, end);
        else yield { key, from: from + at, to: from + end };
      }
      at = end + 1;
    }
  }
}
