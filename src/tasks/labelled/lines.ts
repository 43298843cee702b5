/** A line of a file without its line end, `[start, end)`. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly start: number;
  readonly end: number;
}

/** The lines of a file that are not blank. A byte-order mark belongs to none. */
export function* linesOf(file: string): Generator<Line> {
  let start = file.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let number = 1; start <= file.length; number++) {
    const newline = file.indexOf('\n', start);
    const next = newline < 0 ? file.length : newline;
    const end = next > start && file[next - 1] === '\r' ? next - 1 : next;
    if (/\S/.test(file.slice(start, end))) yield { number, start, end };
    start = next + 1;
  }
}
