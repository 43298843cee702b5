/** The lines of a text, without what ends them. */

export interface Line {
  readonly from: number;
  /** End of its content, before the line break. */
  readonly to: number;
  /** Start of the next line. */
  readonly next: number;
}

export function lineAt(text: string, from: number, end = text.length): Line {
  const found = text.indexOf('\n', from);
  const next = found < 0 || found >= end ? end : found + 1;
  let to = found < 0 || found >= end ? end : found;
  if (to > from && text.charCodeAt(to - 1) === 13) to--;
  return { from, to, next };
}

/** Lines of `[from, end)`; a break at the very end starts no further one. */
export function* linesOf(text: string, from = 0, end = text.length): Generator<Line> {
  for (let at = from; at < end;) {
    const line = lineAt(text, at, end);
    yield line;
    at = line.next;
  }
}

/** Index of the first unit of `[from, to)` that is no space or tab; `to` when there is none. */
export function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** Index after the last unit of `[from, to)` that is no space or tab. */
export function trimBlanks(text: string, from: number, to: number): number {
  let at = to;
  while (at > from && isBlank(text.charCodeAt(at - 1))) at--;
  return at;
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9;
}
