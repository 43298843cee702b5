/** The tokenisers by name. Tokens lie side by side: put together they are the text. */
import { segmentCharacters } from './characters';
import { segmentWords } from './words';

export type TokenizerName = 'character' | 'word';

/** A text cut into tokens: token i is the UTF-16 range [boundaries[i], boundaries[i+1]). */
export interface Tokenization {
  /** One more than there are tokens. */
  readonly boundaries: Int32Array;
  /** User-perceived characters of the text, for bits per character. */
  readonly characterCount: number;
}

/** Cuts `text` into user-perceived characters or into words, blanks and punctuation. */
export function tokenize(text: string, tokenizer: TokenizerName): Tokenization {
  const characters = segmentCharacters(text);
  return {
    boundaries: tokenizer === 'word' ? segmentWords(text, characters) : characters,
    characterCount: characters.length - 1,
  };
}
