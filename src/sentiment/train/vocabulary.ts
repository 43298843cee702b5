/** Which words get a vector of their own, and where it begins. */
import { Generator } from '../../engine/generator';
import { WordFormTable } from '../../text/wordFormTable';
import { wordFormsOf } from '../../text/wordForms';
import { FOREIGN_WORDS } from './foreignWords';

/** A word is learned when the texts have it this often: less when it begins with a vector that knows it already. */
const LEAST = { withVector: 2, without: 4 };
/** Spread of the vectors of words that begin with none. */
const SPREAD = 0.1;
const STREAM = 11;

/** The most frequent words of the texts; where there are too few, the most frequent of those with a vector. */
export function vocabularyOf(
  texts: readonly string[],
  vectors: ReadonlyMap<string, Float32Array>,
  size: number,
): WordFormTable {
  const names = new WordFormTable([]);
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of wordFormsOf(text))
      if (!names.knows(names.id(word))) counts.set(word.text, (counts.get(word.text) ?? 0) + 1);
  const words = [...counts]
    .filter(([word, count]) => count >= (vectors.has(word) ? LEAST.withVector : LEAST.without))
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([word]) => word);
  const wanted = new Set([...words, ...vectors.keys()]);
  return new WordFormTable([...wanted].filter((word) => !FOREIGN_WORDS.has(word)).slice(0, size));
}

/** V × E: the words' vectors where there are some, else small random ones. */
export function firstVectors(
  table: WordFormTable,
  vectors: ReadonlyMap<string, Float32Array>,
  size: number,
  seed: number,
): Float32Array {
  const generator = new Generator(seed, STREAM);
  const data = new Float32Array(table.size * size);
  for (let id = 0; id < table.size; id++) {
    const known = vectors.get(table.words[id - table.firstWord] ?? '');
    if (known) data.set(known, id * size);
    else for (let e = 0; e < size; e++) data[id * size + e] = generator.normal() * SPREAD;
  }
  return data;
}
