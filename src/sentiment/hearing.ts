/** Sentences as a reader hears them: the words it has learned, and whether they are in its language. */
import type { WordFormTable } from '../text/wordFormTable';
import { CODE, LINK, NUMBER, USER, wordFormsOf, type WordForm } from '../text/wordForms';

export interface HeardSentence {
  readonly words: readonly WordForm[];
  readonly ids: Int32Array;
  /** Share of the words, emoji and faces that the reader has learned; 0 where there are none. */
  readonly known: number;
}

const NAMES = new Set([LINK, USER, NUMBER, CODE]);
/** What says something: letters, emoji and faces, but no marks and numbers. */
const TELLING = /\p{L}|\p{Extended_Pictographic}|^[:;=<].|.[:;=]$/u;

export function hear(sentence: string, table: WordFormTable): HeardSentence {
  const words = wordFormsOf(sentence);
  const ids = Int32Array.from(words, (word) => table.id(word));
  let telling = 0;
  let known = 0;
  words.forEach(({ text }, t) => {
    if (NAMES.has(text) || !TELLING.test(text)) return;
    telling++;
    if (table.knows(ids[t]!)) known++;
  });
  return { words, ids, known: telling > 0 ? known / telling : 0 };
}
