/** Plain text to blocks: paragraphs between blank lines, and within them the lines that are not wrapped. */
import type { Block, GapFinder } from './block';
import { linesOf, skipBlanks } from './lines';

/** Lines without a blank one between that are looked at together. */
const MOST_LINES = 1000;
/** Text that is narrower than this is not wrapped: its lines stand for themselves. */
const NARROWEST = 45;
/** Share of the paragraph's width that a wrapped line fills at the least, with the word it had no room for. */
const FULL = 0.8;
/** A line this long whose next one begins in lower case is wrapped, however wide the others are. */
const CONTINUED = 30;

const MARKER = /(?:[-*•+–—]|\(?\d{1,3}[.)])[ \t]+/y;
/** What begins a line of a list or of a log rather than the rest of a sentence. */
const BEGINS_ANEW = /(?:[-*•+–—>|#]|\(?\d{1,3}[.)])[ \t]|[[{<]|\d{2,4}[-/:.]\d/y;
const LOWER = /\p{Ll}/uy;
const WORD = /\S+/y;

/** A line's content. */
interface Content {
  readonly from: number;
  readonly to: number;
}

/** Blocks of `[from, end)`; `gaps`: what of them is not read. */
export function* paragraphs(
  text: string,
  from = 0,
  end = text.length,
  gaps: GapFinder | null = null,
): Generator<Block> {
  let lines: Content[] = [];
  for (const line of linesOf(text, from, end)) {
    const start = skipBlanks(text, line.from, line.to);
    if (start < line.to) lines.push({ from: start, to: line.to });
    if (start < line.to && lines.length < MOST_LINES) continue;
    yield* unwrapped(text, lines, gaps);
    lines = [];
  }
  yield* unwrapped(text, lines, gaps);
}

/** One block for each run of lines that were wrapped. */
function* unwrapped(text: string, lines: readonly Content[], gaps: GapFinder | null): Generator<Block> {
  const width = lines.reduce((widest, { from, to }) => Math.max(widest, to - from), NARROWEST);
  for (let first = 0, last = 0; first < lines.length; first = ++last) {
    while (last + 1 < lines.length && isWrapped(text, lines[last]!, lines[last + 1]!, width)) last++;
    const { from, to } = lines[first]!;
    yield { from: matchEnd(MARKER, text, from, to), to: lines[last]!.to, gaps };
  }
}

/** Whether `line` ends only because the first word of `next` had no room in it. */
function isWrapped(text: string, line: Content, next: Content, width: number): boolean {
  if (matchEnd(BEGINS_ANEW, text, next.from, next.to) > next.from) return false;
  const length = line.to - line.from;
  const lower = matchEnd(LOWER, text, next.from, next.to) > next.from;
  return (lower && length >= CONTINUED) || length + 1 + wordLength(text, next) >= FULL * width;
}

function wordLength(text: string, { from, to }: Content): number {
  return matchEnd(WORD, text, from, Math.min(to, from + NARROWEST)) - from;
}

/** Where a sticky pattern's match at `from` ends, `to` at the most; `from` when it does not match there. */
function matchEnd(pattern: RegExp, text: string, from: number, to: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? Math.min(to, pattern.lastIndex) : from;
}
