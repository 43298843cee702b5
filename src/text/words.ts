/**
 * Text to words. A word is a run of letters, digits, marks and underscores, with an apostrophe between letters (`don't`)
 * and a dot or comma between digits (`3.14`) inside; a run of the same blank (an indentation) is one token; each newline
 * and every other character is one. So nothing is lost: the tokens put together are the text. Scripts written without
 * spaces are cut by the dictionary of `Intl.Segmenter`. No token ends inside a grapheme cluster.
 */
const enum Kind {
  Letter = 1,
  Digit,
  Blank,
  Apostrophe,
  Separator,
  Unspaced,
  Other,
}

const LETTER = /^[\p{L}\p{M}_]/u;
const DIGIT = /^\p{N}/u;
const BLANK = /^[\t\p{Zs}]/u;
const UNSPACED = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;

/**
 * Boundaries of the words of `text`, chosen among the boundaries of its grapheme clusters: token i is the UTF-16 range
 * [b[i], b[i+1]); length = tokens + 1.
 */
export function segmentWords(text: string, clusters: Int32Array): Int32Array {
  const boundaries = new Int32Array(clusters.length);
  const kinds = kindsOf(text, clusters);
  const dictionary = new Intl.Segmenter('en', { granularity: 'word' });
  let count = 0;
  for (let i = 0; i < kinds.length;) {
    const end = tokenEnd(text, clusters, kinds, i);
    if (kinds[i] === Kind.Unspaced && end > i + 1) {
      for (const at of cutByDictionary(text, clusters, i, end, dictionary)) boundaries[count++] = at;
    } else {
      boundaries[count++] = clusters[i];
    }
    i = end;
  }
  boundaries[count] = text.length;
  return boundaries.slice(0, count + 1);
}

/** Index of the first cluster after the token that starts at cluster `i`. */
function tokenEnd(text: string, clusters: Int32Array, kinds: Uint8Array, i: number): number {
  const kind = kinds[i];
  let end = i + 1;
  if (kind === Kind.Blank) {
    while (end < kinds.length && kinds[end] === kind && sameCluster(text, clusters, i, end)) end++;
  } else if (kind === Kind.Unspaced) {
    while (end < kinds.length && kinds[end] === kind) end++;
  } else if (isWord(kind)) {
    while (end < kinds.length) {
      if (isWord(kinds[end])) end++;
      else if (joins(kinds[end - 1], kinds[end], kinds[end + 1])) end += 2;
      else break;
    }
  }
  return end;
}

function isWord(kind: number | undefined): boolean {
  return kind === Kind.Letter || kind === Kind.Digit;
}

/** Whether `middle` holds its neighbours together, as in `don't` and `3.14`. */
function joins(before: number, middle: number, after: number | undefined): boolean {
  return (
    (middle === Kind.Apostrophe && before === Kind.Letter && after === Kind.Letter) ||
    (middle === Kind.Separator && before === Kind.Digit && after === Kind.Digit)
  );
}

function sameCluster(text: string, clusters: Int32Array, a: number, b: number): boolean {
  return text.slice(clusters[a], clusters[a + 1]) === text.slice(clusters[b], clusters[b + 1]);
}

/** The kind of each cluster, by its first code point; kinds of code units are looked up once each. */
function kindsOf(text: string, clusters: Int32Array): Uint8Array {
  const kinds = new Uint8Array(clusters.length - 1);
  const known = new Uint8Array(0x10000);
  for (let i = 0; i < kinds.length; i++) {
    const unit = text.charCodeAt(clusters[i]);
    const surrogate = unit >= 0xd800 && unit <= 0xdfff;
    if (surrogate) kinds[i] = kindOf(text.slice(clusters[i], clusters[i + 1]));
    else kinds[i] = known[unit] ||= kindOf(text[clusters[i]]);
  }
  return kinds;
}

function kindOf(cluster: string): Kind {
  if (UNSPACED.test(cluster)) return Kind.Unspaced;
  if (LETTER.test(cluster)) return Kind.Letter;
  if (DIGIT.test(cluster)) return Kind.Digit;
  if (BLANK.test(cluster)) return Kind.Blank;
  if (/^['’]/.test(cluster)) return Kind.Apostrophe;
  if (/^[.,]/.test(cluster)) return Kind.Separator;
  return Kind.Other;
}

/** Longest stretch given to the dictionary at once, in clusters. */
const CHUNK = 512;

/** Starts of the words inside clusters [from, to). */
function* cutByDictionary(
  text: string,
  clusters: Int32Array,
  from: number,
  to: number,
  dictionary: Intl.Segmenter,
): Generator<number> {
  for (let chunk = from; chunk < to; chunk += CHUNK) {
    const end = clusters[Math.min(to, chunk + CHUNK)];
    let cluster = chunk;
    for (const { index } of dictionary.segment(text.slice(clusters[chunk], end))) {
      const at = clusters[chunk] + index;
      while (clusters[cluster] < at) cluster++;
      if (clusters[cluster] === at) yield at;
    }
  }
}
