/** Between token positions and UTF-16 offsets of a run's text. Tokens are sorted and do not overlap. */

/** Where each token lies in the text: `[starts[i], ends[i])`. */
export interface TokenTable {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** First index whose value is greater than `value`, in a sorted array. */
function upperBound(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** UTF-16 range of the tokens `[from, to)`; null when there is no such token. */
export function offsetsOfTokens(table: TokenTable, from: number, to: number): readonly [number, number] | null {
  const last = Math.min(to, table.starts.length) - 1;
  if (from < 0 || last < from) return null;
  return [table.starts[from]!, table.ends[last]!];
}

/**
 * Tokens `[from, to)` that the UTF-16 range touches; an empty range (a cursor) means the token after it, or before it at
 * the end of the text. Null when the range lies in no token.
 */
export function tokensOfOffsets(table: TokenTable, start: number, end: number): readonly [number, number] | null {
  const from = upperBound(table.ends, start);
  if (from === table.starts.length) {
    const atEnd = start === end && from > 0 && table.ends[from - 1] === start;
    return atEnd ? [from - 1, from] : null;
  }
  if (start === end) return table.starts[from]! <= start ? [from, from + 1] : null;
  const to = upperBound(table.starts, end - 1);
  return to > from ? [from, to] : null;
}
