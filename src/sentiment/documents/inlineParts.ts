/** Parts of inline markup, each found in one pass. */

/** Sticky: an autolink or a tag. A tag ends at the next `<` at the latest. */
export const TAG = /<(?:[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+|\/?[a-zA-Z][^<>]*|![a-zA-Z][^<>]*)>/y;

const SKIPPED = /<(code|kbd|samp|pre|script|style|var)[\s>]/iy;

/** End of the element whose start tag is `[at, end)`, where its content is no prose; else `end`. */
export function skippedElement(text: string, at: number, end: number): number {
  SKIPPED.lastIndex = at;
  const name = SKIPPED.exec(text)?.[1];
  if (name === undefined) return end;
  const close = text.indexOf(`</${name}`, end);
  if (close < 0) return end;
  const closed = text.indexOf('>', close);
  return closed < 0 ? text.length : closed + 1;
}

/** Farthest that a link's target reaches. */
const LONGEST_TARGET = 2000;

/** Index of the `)` that closes the `(` at `open`, or -1. */
export function closingParenthesis(text: string, open: number): number {
  const end = Math.min(text.length, open + LONGEST_TARGET);
  let depth = 0;
  for (let at = open; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 40) depth++;
    else if (unit === 41 && --depth === 0) return at;
    else if (unit === 92) at++;
  }
  return -1;
}

/** Code between runs of as many backticks. */
export class CodeSpans {
  /** Lengths of runs for which there is no closing one any more: not searched again. */
  private readonly unclosed = new Set<number>();

  constructor(private readonly text: string) {}

  /** End of the span that the run at `at` opens, or of the run alone when nothing closes it. */
  at(at: number): { readonly end: number; readonly closed: boolean } {
    const content = this.runEnd(at);
    const length = content - at;
    const run = '`'.repeat(length);
    if (!this.unclosed.has(length)) {
      for (let close = this.text.indexOf(run, content); close >= 0;) {
        const end = this.runEnd(close);
        if (end - close === length) return { end, closed: true };
        close = this.text.indexOf(run, end);
      }
      this.unclosed.add(length);
    }
    return { end: content, closed: false };
  }

  private runEnd(at: number): number {
    let end = at;
    while (this.text.charCodeAt(end) === 96) end++;
    return end;
  }
}

const ENTITY = /&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]{2,8}));/iy;
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", rsquo: '’', lsquo: '‘', hellip: '…' }),
);

/** The character reference at `at`, and the character it is read as; null when there is none. */
export function entityAt(text: string, at: number): { readonly end: number; readonly readAs: string } | null {
  ENTITY.lastIndex = at;
  const found = ENTITY.exec(text);
  if (!found) return null;
  const [, decimal, hexadecimal, name] = found;
  const code =
    decimal !== undefined ? parseInt(decimal, 10) : hexadecimal !== undefined ? parseInt(hexadecimal, 16) : 0;
  const readAs = name !== undefined ? NAMED.get(name) : code >= 32 ? String.fromCodePoint(code) : undefined;
  return { end: ENTITY.lastIndex, readAs: readAs ?? ' ' };
}
