/** Tables (CSV, TSV) to blocks: the cells of one column. */
import type { Block, Gap, GapFinder } from './block';
import { chooseColumn } from './column';
import type { ColumnChoice } from './column';
import { lineAt } from './lines';

const QUOTE = 34;
/** Separators in question for a CSV file; the one its first line has most of is it. */
const SEPARATORS = [',', ';', '\t', '|'];

/** The content of a cell, inside its quotation marks. */
interface Cell {
  readonly from: number;
  readonly to: number;
}

/** Blocks of the cells of `column`: a name of the first row, a number from 1, or null for the one with most prose. */
export function tableBlocks(text: string, separator: string | null, column: string | null): ColumnChoice {
  const mark = (separator ?? separatorOf(text)).charCodeAt(0);
  const sample: string[][] = [];
  for (const record of new TableScan(text, mark).records()) {
    if (sample.length >= SAMPLE_ROWS || record[0]!.from > SAMPLE_UNITS) break;
    sample.push(record.map(({ from, to }) => text.slice(from, to)));
  }
  const [first = [], ...rest] = sample;
  const choice = chooseColumn(first, rest, column);
  return { notice: choice.notice, blocks: columnBlocks(text, mark, choice.index, choice.hasHeader) };
}

/** Rows and units that are looked at to choose a column. */
const SAMPLE_ROWS = 200;
const SAMPLE_UNITS = 1 << 18;

function* columnBlocks(text: string, separator: number, index: number, hasHeader: boolean): Generator<Block> {
  let skip = hasHeader;
  for (const record of new TableScan(text, separator).records()) {
    const cell = record[index];
    if (!skip && cell && cell.from < cell.to) yield { ...cell, gaps: cellGaps };
    skip = false;
  }
}

const MARK = /""|<br\s*\/?>|<\/?p>/gi;

/** Doubled quotation marks are read as one, and the line breaks of HTML as blanks. */
export const cellGaps: GapFinder = (text, from, to) =>
  Array.from(text.slice(from, to).matchAll(MARK), ({ 0: found, index }): Gap => ({
    from: from + index,
    to: from + index + found.length,
    readAs: found === '""' ? '"' : ' ',
  }));

function separatorOf(text: string): string {
  const { from, to } = lineAt(text, 0);
  const line = text.slice(from, Math.min(to, 4096)).replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((separator) => line.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

/** Reads records as RFC 4180 has them; a quotation mark that is not closed is a character like any other. */
class TableScan {
  private at = 0;
  /** From here on no quotation mark is closed. */
  private unclosedFrom = Infinity;

  constructor(
    private readonly text: string,
    private readonly separator: number,
  ) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  *records(): Generator<readonly Cell[]> {
    const { text } = this;
    while (this.at < text.length) {
      const record: Cell[] = [];
      do record.push(this.cell());
      while (this.passes(this.separator));
      if (this.passes(13)) this.passes(10);
      else this.passes(10);
      yield record;
    }
  }

  /** The cell at the place reached, which is then at what ends the cell. */
  private cell(): Cell {
    const quoted = this.text.charCodeAt(this.at) === QUOTE ? this.quotedCell() : null;
    if (quoted) return quoted;
    const from = this.at;
    while (this.at < this.text.length && !this.isEnd(this.text.charCodeAt(this.at))) this.at++;
    return { from, to: this.at };
  }

  private quotedCell(): Cell | null {
    const { text } = this;
    const from = this.at + 1;
    if (from > this.unclosedFrom) return null;
    for (let close = text.indexOf('"', from); close >= 0; close = text.indexOf('"', close + 1)) {
      if (text.charCodeAt(close + 1) === QUOTE) close++;
      else if (close + 1 === text.length || this.isEnd(text.charCodeAt(close + 1))) {
        this.at = close + 1;
        return { from, to: close };
      }
    }
    this.unclosedFrom = from;
    return null;
  }

  private isEnd(unit: number): boolean {
    return unit === this.separator || unit === 10 || unit === 13;
  }

  private passes(unit: number): boolean {
    if (this.text.charCodeAt(this.at) !== unit) return false;
    this.at++;
    return true;
  }
}
