import { CODE, LINK, NUMBER, USER, type WordForm } from './wordForms';

/** Words that were never seen share these many places, by their last letters. */
const BUCKETS = 256;
const NAMES = [LINK, USER, NUMBER, CODE];
const FIRST_WORD = NAMES.length + BUCKETS;

/** Endings that hide a known word, longest first, and what may stand in their place. */
const ENDINGS: readonly (readonly [ending: string, instead: readonly string[]])[] = [
  ['iest', ['y']],
  ['ness', ['']],
  ['ily', ['y']],
  ['ies', ['y']],
  ['ied', ['y']],
  ['ier', ['y']],
  ['ing', ['', 'e']],
  ['est', ['', 'e']],
  ['ed', ['', 'e']],
  ['er', ['', 'e']],
  ['es', ['']],
  ['ly', ['']],
  ['s', ['']],
];

/** Words and their ids: names for links and the like, then buckets of unseen words, then the words themselves. */
export class WordFormTable {
  private readonly ids: ReadonlyMap<string, number>;

  constructor(readonly words: readonly string[]) {
    this.ids = new Map([...NAMES, ...Array<string>(BUCKETS).fill(''), ...words].map((word, id) => [word, id]));
  }

  /** How many ids there are. */
  get size(): number {
    return FIRST_WORD + this.words.length;
  }

  /** Id of the first of `words`. */
  readonly firstWord = FIRST_WORD;

  /** Whether the word, or one it was made from, was seen in training. */
  knows(id: number): boolean {
    return id < NAMES.length || id >= FIRST_WORD;
  }

  /** Id of a word, by itself, by what it was made from, or by the bucket of words that end alike. */
  id({ text }: Pick<WordForm, 'text'>): number {
    return this.find(text) ?? this.bucket(text);
  }

  /** The place a word would have if it had never been seen. */
  bucket(text: string): number {
    // FNV-1a: few letters, well spread.
    let hash = 0x811c9dc5;
    for (const letter of text.slice(-3)) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
    return NAMES.length + ((hash >>> 0) % BUCKETS);
  }

  private find(text: string): number | undefined {
    if (text === '') return undefined;
    const exact = this.ids.get(text);
    if (exact !== undefined) return exact;
    // Sooo gooood: nothing in English has a letter three times.
    if (/(.)\1\1/u.test(text))
      return this.find(text.replace(/(.)\1{2,}/gu, '$1$1')) ?? this.find(text.replace(/(.)\1{2,}/gu, '$1'));
    for (const [ending, instead] of ENDINGS) {
      if (!text.endsWith(ending) || text.length < ending.length + 3) continue;
      const stem = text.slice(0, -ending.length);
      for (const end of instead) {
        const id = this.ids.get(stem + end);
        if (id !== undefined) return id;
      }
    }
    return undefined;
  }
}
