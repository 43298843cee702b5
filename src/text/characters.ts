/**
 * Text to user-perceived characters (extended grapheme clusters, Unicode UAX #29): an emoji with its modifiers, a letter
 * with its combining marks and CRLF are one unit each.
 */

/**
 * Ranges [first, last] of code units that never join a neighbour of the same list (their Grapheme_Cluster_Break is Other,
 * Control, LV or LVT): between two of them there is always a boundary. CR followed by LF is the one exception.
 */
const SIMPLE: readonly (readonly [number, number])[] = [
  [0x0000, 0x02ff], // ASCII, Latin
  [0x0370, 0x0482], // Greek, Cyrillic
  [0x048a, 0x0590], // Cyrillic, Armenian
  [0x05d0, 0x05ea], // Hebrew letters
  [0x0620, 0x064a], // Arabic letters
  [0x0671, 0x06d3],
  [0x1e00, 0x1fff], // Latin and Greek with accents
  [0x2010, 0x2027], // punctuation
  [0x2030, 0x205e],
  [0x20a0, 0x20cf], // currencies
  [0x2100, 0x2bff], // letter-like symbols, arrows, mathematics, boxes
  [0x3000, 0x3029], // CJK punctuation
  [0x3041, 0x3096], // kana
  [0x30a0, 0x30ff],
  [0x3400, 0x9fff], // ideographs
  [0xac00, 0xd7a3], // Hangul syllables
  [0xff01, 0xff9d], // full-width forms
];

/** 1 for each simple code unit. */
function simpleTable(): Uint8Array {
  const table = new Uint8Array(0x10000);
  for (const [first, last] of SIMPLE) table.fill(1, first, last + 1);
  return table;
}

/** Most code units given to the segmenter at once: its time per cluster grows with the length of the string. */
const CHUNK = 256;

/**
 * Boundaries of the grapheme clusters of `text`: cluster i is the UTF-16 range [b[i], b[i+1]); length = clusters + 1.
 * Only stretches that need it go through `Intl.Segmenter`, which takes most of a microsecond per cluster.
 */
export function segmentCharacters(text: string): Int32Array {
  const boundaries = new Int32Array(text.length + 1);
  const simple = simpleTable();
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  let count = 0;
  let limit = CHUNK;
  for (let at = 0; at < text.length;) {
    const end = nextSureBoundary(text, at, limit, simple);
    if (end === at + 1 || (end === at + 2 && isCrlf(text, at))) {
      boundaries[count++] = at;
      at = end;
      continue;
    }
    const before = count;
    for (const { index } of segmenter.segment(text.slice(at, end))) boundaries[count++] = at + index;
    const complete = end - at < limit || end === text.length;
    if (complete) {
      at = end;
      limit = CHUNK;
    } else if (count - before > 1) {
      // The chunk may end inside a cluster: do its last one again, from its own start.
      at = boundaries[--count];
      limit = CHUNK;
    } else {
      count = before;
      limit *= 2;
    }
  }
  boundaries[count] = text.length;
  return boundaries.slice(0, count + 1);
}

/** First place after `at` where two simple units meet, `limit` units on at the most. */
function nextSureBoundary(text: string, at: number, limit: number, simple: Uint8Array): number {
  const last = Math.min(text.length, at + limit);
  let end = at + 1;
  while (end < last && !(simple[text.charCodeAt(end - 1)] && simple[text.charCodeAt(end)] && !isCrlf(text, end - 1))) {
    end++;
  }
  return end;
}

function isCrlf(text: string, at: number): boolean {
  return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10;
}
