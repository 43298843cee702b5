/** Parts of Markdown that are not CommonMark's (front matter and tables), and what helps to pass over it once. */
import type { Block, GapFinder } from './block';
import { lineAt, skipBlanks, trimBlanks } from './lines';

const BYTE_ORDER_MARK = 0xfeff;

/** Where the text begins behind YAML (`---`) or TOML (`+++`) front matter. */
export function afterFrontMatter(text: string): number {
  const start = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0;
  const first = lineAt(text, start);
  const mark = text.slice(first.from, first.to).trimEnd();
  if (mark !== '---' && mark !== '+++') return start;
  for (let at = first.next; at < text.length;) {
    const line = lineAt(text, at);
    const content = line.to - line.from <= 8 ? text.slice(line.from, line.to).trimEnd() : '';
    if (content === mark || (content === '...' && mark === '---')) return line.next;
    at = line.next;
  }
  return start;
}

const DELIMITERS = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

/** Whether a line is what stands between a table's head and its rows. */
export function isDelimiterRow(text: string, from: number, to: number): boolean {
  const first = text.charCodeAt(from);
  if (first !== 124 && first !== 45 && first !== 58) return false;
  const line = text.slice(from, to);
  return line.includes('|') && DELIMITERS.test(line);
}

/** The cells of a row: what lies between `|`, but not behind `\` nor inside code. */
export function* tableCells(text: string, from: number, to: number, gaps: GapFinder): Generator<Block> {
  let start = from;
  let inCode = false;
  for (let at = from; at <= to; at++) {
    const unit = at < to ? text.charCodeAt(at) : 124;
    if (unit === 92) at++;
    else if (unit === 96) inCode = !inCode;
    else if (unit === 124 && (!inCode || at === to)) {
      const cell = skipBlanks(text, start, at);
      const end = trimBlanks(text, cell, at);
      if (end > cell) yield { from: cell, to: end, gaps };
      start = at + 1;
    }
  }
}

/** Where a mark stands next, found once for all the lines before it. */
export class NextPlace {
  private place = -1;

  constructor(
    private readonly text: string,
    private readonly mark: string,
  ) {}

  /** The first place from `at` on, which never falls from call to call; the length of the text when there is none. */
  from(at: number): number {
    if (this.place < at) {
      const found = this.text.indexOf(this.mark, at);
      this.place = found < 0 ? this.text.length : found;
    }
    return this.place;
  }

  /** Lets every later place be no place. */
  end(): void {
    this.place = this.text.length;
  }
}
