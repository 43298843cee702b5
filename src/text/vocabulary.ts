/** Tokens as numbers: the distinct tokens of a text in order of frequency. */

/** Stands for every token that a capped vocabulary has no room for. */
export const UNKNOWN = '<unk>';

/** A text as ids of its own vocabulary. */
export interface IndexedText {
  /** Exact text of every token by id; `''` for the unknown token. */
  readonly texts: readonly string[];
  /** Id of the unknown token, or null when every token of the text has its own id. */
  readonly unknown: number | null;
  readonly ids: Int32Array;
}

/**
 * Numbers the tokens [boundaries[i], boundaries[i+1]) of `text` by falling frequency, ties by first appearance, so that
 * the same text always gives the same ids. With more than `limit` distinct tokens (at least 2) the most frequent
 * `limit - 1` keep their own id and the rest become the unknown token, id 0.
 */
export function indexTokens(text: string, boundaries: Int32Array, limit: number): IndexedText {
  const seen = numberByAppearance(text, boundaries);
  const byFrequency = Array.from(seen.counts.keys()).sort((a, b) => seen.counts[b] - seen.counts[a]);
  const capped = byFrequency.length > limit;
  const kept = capped ? byFrequency.slice(0, Math.max(1, limit - 1)) : byFrequency;
  const first = capped ? 1 : 0;
  const idOf = new Int32Array(seen.counts.length);
  kept.forEach((appearance, rank) => {
    idOf[appearance] = rank + first;
  });
  const texts = kept.map((appearance) => seen.texts[appearance]);
  const ids = seen.ids.map((appearance) => idOf[appearance]);
  return capped ? { texts: ['', ...texts], unknown: 0, ids } : { texts, unknown: null, ids };
}

/** Numbers tokens by first appearance. Single code units, nearly all of a character text, need no hashing. */
function numberByAppearance(text: string, boundaries: Int32Array) {
  const ids = new Int32Array(boundaries.length - 1);
  const texts: string[] = [];
  const counts: number[] = [];
  const byUnit = new Int32Array(0x10000).fill(-1);
  const byText = new Map<string, number>();
  const add = (token: string): number => {
    counts.push(0);
    return texts.push(token) - 1;
  };
  for (let i = 0; i < ids.length; i++) {
    const start = boundaries[i];
    const end = boundaries[i + 1];
    let id: number;
    if (end - start === 1) {
      const unit = text.charCodeAt(start);
      id = byUnit[unit];
      if (id < 0) id = byUnit[unit] = add(text.slice(start, end));
    } else {
      const token = text.slice(start, end);
      id = byText.get(token) ?? -1;
      if (id < 0) byText.set(token, (id = add(token)));
    }
    ids[i] = id;
    counts[id]++;
  }
  return { ids, texts, counts };
}
