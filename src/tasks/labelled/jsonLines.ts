/** JSON lines: an object a line, whose members become the cells of a row. */
import { escapedCell, plainCell, type Cell, type Row, type Table } from './cell';
import { linesOf, type Line } from './lines';

/** Lines looked at for the names that objects use. */
const NAMED_BY = 100;

/** A line that is no object has no cells. Members that are no text, number or truth value are left out. */
export function readJsonLines(file: string): Table {
  const lines = Array.from(linesOf(file), (line) => ({ line, members: membersOf(file, line) }));
  const header = [...new Set(lines.slice(0, NAMED_BY).flatMap(({ members }) => [...members.keys()]))];
  const rows = lines.map(({ line, members }): Row => ({
    line: line.number,
    cells: header.map((name) => members.get(name)),
  }));
  return { kind: 'JSON lines', header, rows };
}

/** JSON.parse says whether a line is an object, and not where its members stand: they are found once it has. */
function membersOf(file: string, { start, end }: Line): ReadonlyMap<string, Cell> {
  const members = new Map<string, Cell>();
  if (!isObject(file.slice(start, end))) return members;
  let at = file.indexOf('{', start) + 1;
  for (;;) {
    at = skipBlanks(file, at);
    if (file[at] !== '"') return members;
    const keyEnd = endOfString(file, at);
    const name = JSON.parse(file.slice(at, keyEnd)) as string;
    const value = skipBlanks(file, file.indexOf(':', keyEnd) + 1);
    const valueEnd = endOfValue(file, value);
    const cell = cellOf(file, value, valueEnd);
    if (cell) members.set(name, cell);
    at = skipBlanks(file, valueEnd) + 1;
    if (file[at - 1] !== ',') return members;
  }
}

function isObject(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function cellOf(file: string, start: number, end: number): Cell | null {
  const first = file[start]!;
  if (first !== '"') return '{[n'.includes(first) ? null : plainCell(file, start, end);
  const raw = file.slice(start, end);
  if (!raw.includes('\\')) return plainCell(file, start + 1, end - 1);
  const width = (at: number) => (file[at] !== '\\' ? 1 : file[at + 1] === 'u' ? 6 : 2);
  return escapedCell(JSON.parse(raw) as string, start + 1, width);
}

function skipBlanks(file: string, from: number): number {
  let at = from;
  while (/\s/.test(file[at] ?? '')) at++;
  return at;
}

/** Behind the closing quote of the string that opens at `open`. */
function endOfString(file: string, open: number): number {
  let at = open + 1;
  while (file[at] !== '"') at += file[at] === '\\' ? 2 : 1;
  return at + 1;
}

function endOfValue(file: string, start: number): number {
  let depth = 0;
  for (let at = start; ;) {
    const sign = file[at]!;
    if (depth === 0 && at > start && /[\s,}]/.test(sign)) return at;
    if (sign === '"') at = endOfString(file, at);
    else {
      if (sign === '{' || sign === '[') depth++;
      if (sign === '}' || sign === ']') depth--;
      at++;
    }
    if (depth === 0 && /["}\]]/.test(file[at - 1]!)) return at;
  }
}
