/** Labelled texts as words with their places, and as the ids a model reads. */
import { wordFormsOf } from '../text/wordForms';
import { WordFormTable } from '../text/wordFormTable';
import { placeOf } from './labelled/cell';
import type { Example } from './labelled/labelled';

/** The words of some texts, one text after the other. Arrays of tokens are parallel. */
export interface ExampleWords {
  /** Index of the first word of each text, and behind the last text the number of words. */
  readonly firsts: Int32Array;
  readonly words: readonly string[];
  /** UTF-16 range of each word in the file. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Texts of which only the beginning is read. */
  readonly cut: number;
}

/** At most `longest` words of each text. A text without a word gets none. */
export function readWords(examples: readonly Example[], longest: number): ExampleWords {
  const firsts = new Int32Array(examples.length + 1);
  const words: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let cut = 0;
  examples.forEach(({ text }, index) => {
    const forms = wordFormsOf(text.text);
    if (forms.length > longest) cut++;
    for (const form of forms.slice(0, longest)) {
      words.push(form.text);
      starts.push(placeOf(text, form.start));
      ends.push(placeOf(text, form.end));
    }
    firsts[index + 1] = words.length;
  });
  return { firsts, words, starts: Int32Array.from(starts), ends: Int32Array.from(ends), cut };
}

/** How often each word occurs in the texts of these indices. */
export function countWords({ firsts, words }: ExampleWords, texts: Int32Array): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (let i = firsts[text]!; i < firsts[text + 1]!; i++) counts.set(words[i]!, (counts.get(words[i]!) ?? 0) + 1);
  return counts;
}

/** A table of the `limit` most frequent words, ties in the order of code units: the same texts give the same ids. */
export function tableOf(counts: ReadonlyMap<string, number>, limit: number): WordFormTable {
  const order = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const names = new WordFormTable([]);
  // Links, numbers and the like have ids of their own in every table.
  const own = order.filter(([word]) => !names.knows(names.id({ text: word })));
  return new WordFormTable(own.slice(0, Math.max(1, limit)).map(([word]) => word));
}
