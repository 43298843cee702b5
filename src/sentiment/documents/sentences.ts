/** Running text to sentences: `Intl.Segmenter`, and what it does not know of how people write. */

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'sentence' });

/** Units given to the segmenter at once, to begin with: its time per sentence grows with the length of the string. */
const CHUNK = 512;

/** Words whose stop does not end a sentence: what they belong to follows. */
const FOLLOWED = new Set(
  'mr mrs ms mx dr prof rev gen col sgt capt lt hon st mt vs cf al e.g i.e eg ie viz approx resp incl esp'.split(' '),
);
/** The same, when a number follows. */
const NUMBERED = new Set('no nos fig figs eq eqs sec ch vol art p pp ver v nr'.split(' '));
/** Words whose stop ends a sentence only when the next one begins with a capital. */
const SHORTENED = new Set(
  'am pm etc inc ltd corp dept est avg max min misc orig def abbr fig sec vol temp info feat'.split(' '),
);

/** Stops that need no blank behind them. */
const IDEOGRAPHIC = /[。．！？｡]["'”’」』）)]*$/u;
const LAST_WORD = /(?:^|[\s("'“‘[])(\p{L}[\p{L}.]*)\.\s*$/u;
const INITIAL = /(?:^|\p{Lu}[\p{L}.]*\s)\p{Lu}\.\s*$/u;
const LIST_NUMBER = /^\s*\(?(?:\p{N}{1,3}|\p{L}|[ivx]{1,4})[.)]\s*$/u;
const QUOTED_STOP = /[!?]["'”’)\]]+\s*$/;
const LOWER = /^["'“‘(]*\p{Ll}/u;
const NUMBER = /^\p{N}/u;
const FACE = String.raw`[:;=][-o*']?[)(\]\[DPp]|<3|\p{Extended_Pictographic}`;
/** Something to read: a letter, or a face. */
const WORD = new RegExp(String.raw`\p{L}|${FACE}`, 'u');
/** Ends the segmenter does not see: of sentences without capitals, at an ellipsis sign, behind a face. */
const MORE_ENDS = new RegExp(
  String.raw`(?<word>\p{L}[\p{L}'’-]+)\.["'”’)\]]*\s+(?=\p{Ll}[\p{L}'’]|i\s)|…\s+(?=\p{Lu})|[.!?…]\s*(?:(?:${FACE})\ufe0f?\s*)+(?=\p{Lu})`,
  'gu',
);
/** A face before a sentence belongs to the one before it. */
const FIRST_FACE = new RegExp(String.raw`^(?:(?:${FACE})\ufe0f?\s*)+(?=\p{Lu})`, 'u');
/** Without one of these there are none. */
const MAY_END = /\.["'”’)\]]*\s|…|[.!?]\s*(?:[:;=<]|[\ud800-\udfff\u2600-\u27bf])/;

/**
 * Ranges of the sentences of `text` without the blanks around them: start and end in turn, ascending. What has neither a
 * letter nor a face is none. `text`: one line of at most `LONGEST_BLOCK` units.
 */
export function sentencesOf(text: string): number[] {
  const ranges: number[] = [];
  let start = 0;
  const ends = allEnds(text);
  for (const [i, end] of ends.entries()) {
    if (i + 1 < ends.length && goesOn(text, start, end, ends[i + 1]!)) continue;
    const sentence = text.slice(start, end);
    if (WORD.test(sentence)) {
      const from = start + sentence.length - sentence.trimStart().length;
      ranges.push(from, from + sentence.trim().length);
    }
    start = end;
  }
  return ranges;
}

/** Whether the sentence `[start, end)` goes on in `[end, next)`. */
function goesOn(text: string, start: number, end: number, next: number): boolean {
  const tail = text.slice(Math.max(start, end - 40), end);
  const rest = text.slice(end, Math.min(next, end + 40));
  if (!/\s$/.test(tail) && !IDEOGRAPHIC.test(tail)) return true;
  if (next - end <= 40 && !WORD.test(rest) && !NUMBER.test(rest)) return true;
  if (QUOTED_STOP.test(tail)) return LOWER.test(rest);
  if (end - start <= 8 && LIST_NUMBER.test(tail)) return true;
  const word = LAST_WORD.exec(tail)?.[1]?.toLowerCase();
  if (word === undefined) return false;
  return FOLLOWED.has(word) || (NUMBERED.has(word) && NUMBER.test(rest)) || INITIAL.test(tail);
}

/** Every place where a sentence may end, the last one at the end of the text. */
function allEnds(text: string): number[] {
  const ends: number[] = [];
  let start = 0;
  for (const end of segmentEnds(text)) {
    const segment = text.slice(start, end);
    if (start > 0) ends[ends.length - 1]! += FIRST_FACE.exec(segment)?.[0].length ?? 0;
    if (MAY_END.test(segment)) {
      for (const { 0: found, index, groups } of segment.matchAll(MORE_ENDS)) {
        const word = groups!['word']?.toLowerCase() ?? '';
        const inside = start + index + found.length;
        if (inside < end && !FOLLOWED.has(word) && !NUMBERED.has(word) && !SHORTENED.has(word)) ends.push(inside);
      }
    }
    ends.push(end);
    start = end;
  }
  return ends;
}

/** Ends of the segmenter's sentences. A chunk's last one may go on beyond it, and is done again from its own start. */
function* segmentEnds(text: string): Generator<number> {
  let size = CHUNK;
  for (let from = 0; from < text.length;) {
    const to = Math.min(text.length, from + size);
    // Asking for one segment at a time is three times as fast as the iterator.
    const segments = SEGMENTER.segment(text.slice(from, to));
    let at = 0;
    for (;;) {
      const { index, segment } = segments.containing(at)!;
      const end = index + segment.length;
      if (from + end === to && to < text.length) break;
      yield from + end;
      at = end;
      if (from + at === to) break;
    }
    size = at === 0 ? size * 2 : CHUNK;
    from += at;
  }
}
