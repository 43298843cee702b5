/** Which column of a table is read. */
import type { Block } from './block';

/** What is read of a table, and what the user should know of that choice. */
export interface ColumnChoice {
  readonly blocks: Iterable<Block>;
  readonly notice: string | null;
}

interface Choice {
  readonly index: number;
  readonly hasHeader: boolean;
  readonly notice: string | null;
}

/** Columns that a notice lists. */
const MOST_LISTED = 20;
const LONGEST_NAME = 50;

/**
 * Chooses among the columns by the first row, which may hold their names, and some of the other rows. `column`: a name, a
 * number from 1, or null for the column with the longest prose on average. One that does not exist is no reason to read
 * nothing: the notice says what is read instead.
 */
export function chooseColumn(
  first: readonly string[],
  rest: readonly (readonly string[])[],
  column: string | null,
): Choice {
  const names = first.map((name) => name.trim());
  const best = indexOfProse(
    rest.length > 0 ? rest : [first],
    Math.max(0, ...[first, ...rest].map((row) => row.length)),
  );
  const named = column === null ? -1 : indexOfName(names, column.trim());
  const hasHeader = named >= 0 || (rest.length > 0 && looksLikeHeader(names, rest, best));
  if (named >= 0) return { index: named, hasHeader, notice: null };
  const number = column !== null && /^\s*\d+\s*$/.test(column) ? Number(column) : 0;
  if (number >= 1 && number <= names.length) return { index: number - 1, hasHeader, notice: null };
  if (column === null || first.length === 0) return { index: best, hasHeader, notice: null };
  return { index: best, hasHeader, notice: noSuchColumn(column, hasHeader ? names : null, names.length, best) };
}

/** Words for a column that does not exist; `names`: null where the table has none. */
export function noSuchColumn(column: string, names: readonly string[] | null, count: number, instead: number): string {
  const asked = `There is no column “${shorten(column)}” in this table`;
  if (!names) return `${asked}: its ${count} columns have no names, so give a number. Column ${instead + 1} is read.`;
  const listed = names.slice(0, MOST_LISTED).map(shorten).join(', ');
  const more = names.length > MOST_LISTED ? ', …' : '';
  return `${asked}. “${shorten(names[instead] ?? '')}” is read instead; the columns are: ${listed}${more}.`;
}

/** Index of the column of `rows` with the longest prose on average. */
export function indexOfProse(rows: readonly (readonly (string | undefined)[])[], columns: number): number {
  const lengths = new Float64Array(columns);
  for (const row of rows) row.forEach((cell, i) => (lengths[i]! += proseLength(cell ?? '')));
  return Math.max(0, lengths.indexOf(lengths.reduce((most, length) => Math.max(most, length), 0)));
}

/** Letters of a cell with several words; of a single word as good as none. */
function proseLength(cell: string): number {
  const start = cell.slice(0, 1000);
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  const words = start.match(/\p{L}+(?=\s|$)/gu)?.length ?? 0;
  return words >= 2 ? letters : letters / 100;
}

function indexOfName(names: readonly string[], name: string): number {
  const exact = names.indexOf(name);
  return exact >= 0 ? exact : names.findIndex((other) => other.toLowerCase() === name.toLowerCase());
}

/** Whether the first row names the columns: short, different, no numbers, and nothing that rows below hold as well. */
function looksLikeHeader(names: readonly string[], rest: readonly (readonly string[])[], prose: number): boolean {
  const named = names.every(
    (name) => name.length <= LONGEST_NAME && !/[.!?]$/.test(name) && !/^[-+]?[\d.,]+$/.test(name),
  );
  if (!named || !names.some((name) => name !== '')) return false;
  if (rest.some((row) => row.some((cell, i) => cell !== '' && cell.trim() === names[i]))) return false;
  const average = rest.reduce((sum, row) => sum + (row[prose]?.length ?? 0), 0) / rest.length;
  return (names[prose]?.length ?? 0) <= Math.max(average / 2, 4);
}

function shorten(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}
