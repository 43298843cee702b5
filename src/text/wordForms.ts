/** Sentences to the words the sentiment model reads, each with its place in the text. */

/** A word as the model sees it: lower-case, contractions apart, links and the like by a common name. */
export interface WordForm {
  readonly text: string;
  /** UTF-16 range in the sentence. */
  readonly start: number;
  readonly end: number;
}

/** Names for what is not read letter by letter. */
export const LINK = '‹link›';
export const USER = '‹user›';
export const NUMBER = '‹number›';
export const CODE = '‹code›';

const PATTERN = new RegExp(
  [
    String.raw`(?<link>https?:\/\/\S+|www\.\S+)`,
    String.raw`(?<face>[:;=][-o*']?[)\](\[dDpP\/\\|}{]|[)(][-o*']?[:;=]|<3)`,
    String.raw`(?<user>@[\p{L}\p{N}_]+)`,
    String.raw`(?<word>[\p{L}_][\p{L}\p{M}\p{N}_]*(?:['’][\p{L}\p{M}]+)*)`,
    String.raw`(?<number>\p{N}+(?:[.,:]\p{N}+)*)`,
    String.raw`(?<mark>[!?]+|\.{2,}|\S)`,
  ].join('|'),
  'gu',
);

/** What English pulls together into one word (Penn Treebank's parts). */
const CONTRACTED = /^(.+?)(n't|'(?:s|re|ve|ll|d|m))$/;
const WHOLE_AGAIN = new Map([
  ['ca', 'can'],
  ['wo', 'will'],
  ['sha', 'shall'],
]);

/** Words of a sentence in order. Blanks are no words. */
export function wordFormsOf(sentence: string): WordForm[] {
  const words: WordForm[] = [];
  for (const { 0: found, index, groups } of sentence.matchAll(PATTERN)) {
    const end = index + found.length;
    if (groups!['word'] === undefined) words.push({ text: nameOf(found, groups!), start: index, end });
    else words.push(...parts(found, index));
  }
  return words;
}

function nameOf(found: string, groups: Readonly<Record<string, string | undefined>>): string {
  if (groups['link'] !== undefined) return LINK;
  if (groups['user'] !== undefined) return USER;
  if (groups['number'] !== undefined) return NUMBER;
  // One exclamation mark or three: the model hears "more than one".
  if (/^[!?]{2,}$/.test(found)) return found.includes('!') ? '!!' : '??';
  return /^\.{2,}$/.test(found) || found === '…' ? '...' : found;
}

function parts(found: string, start: number): WordForm[] {
  const end = start + found.length;
  const text = found.toLowerCase().replaceAll('’', "'");
  // Lower case can be longer than upper case (İ): places are then those of the whole word.
  const [, stem, ending] = (text.length === found.length && CONTRACTED.exec(text)) || [];
  if (stem === undefined || ending === undefined) return [{ text: isCode(found) ? CODE : text, start, end }];
  const cut = start + stem.length;
  return [
    { text: WHOLE_AGAIN.get(stem) ?? stem, start, end: cut },
    { text: ending, start: cut, end },
  ];
}

/** Names from programs: `snake_case`, `camelCase`, `utf8`. */
function isCode(word: string): boolean {
  return /[_\p{N}]/u.test(word) || /\p{Ll}\p{Lu}/u.test(word);
}
