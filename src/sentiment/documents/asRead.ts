/** A sentence as it stands in its document, made what the reader is given of it, every word in its place. */
import { gapsInSentence } from './prose';

/**
 * A text as long as `sentence` with the same words at the same places as a scan reads of it: blanks stand where a scan
 * leaves something out, so that a place in the one is a place in the other. Only behind a mark inside a word (`don\\'t`)
 * do the letters move up; the blank for it follows the word. `language`: VS Code's language id of the document.
 */
export function asRead(sentence: string, language: string): string {
  const parts: string[] = [];
  let at = 0;
  let owed = 0;
  /** Adds what is read from `at` on; blanks that are owed come before its first one. */
  const add = (read: string): void => {
    const blank = owed > 0 ? read.search(/\s/) : -1;
    if (blank < 0) parts.push(read);
    else {
      parts.push(read.slice(0, blank), ' '.repeat(owed), read.slice(blank));
      owed = 0;
    }
  };
  for (const { from, to, readAs } of gapsInSentence(sentence, language)) {
    add(sentence.slice(at, from));
    const missing = to - from - readAs.length;
    const insideWord = readAs.trim() === readAs && /\S$/.test(parts.at(-1) ?? '') && /^\S/.test(sentence.slice(to));
    add(insideWord ? readAs : readAs + ' '.repeat(missing));
    if (insideWord) owed += missing;
    at = to;
  }
  add(sentence.slice(at));
  return parts.join('') + ' '.repeat(owed);
}
