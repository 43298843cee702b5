import { Generator } from '../engine/generator';
import { shuffle } from './shuffle';

/** Stream of the random numbers that split examples; no run's seed enters, so that runs on a file are comparable. */
const SPLIT_STREAM = 0x5711;
/** Fewest texts of a class of which one is kept for validation. */
const FEWEST = 5;

/** Indices of examples to train on and of those kept for validation, each rising. */
export interface Split {
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Keeps the same share of every class for validation, chosen at random but always alike. Equal texts of a class stay on
 * one side: a text that was trained on would validate nothing.
 */
export function stratify(classes: Int32Array, texts: readonly string[], fraction: number): Split {
  const generator = new Generator(0, SPLIT_STREAM);
  const kept = new Uint8Array(classes.length);
  for (const distinct of distinctByClass(classes, texts)) {
    if (fraction === 0 || distinct.length < FEWEST) continue;
    shuffle(distinct, generator);
    const count = Math.max(1, Math.round(distinct.length * fraction));
    for (const index of distinct.slice(0, count).flat()) kept[index] = 1;
  }
  const indices = Int32Array.from(classes.keys());
  return { training: indices.filter((index) => !kept[index]), validation: indices.filter((index) => kept[index]) };
}

/** For every class, the indices of its examples, those of equal texts together; in the order of the file. */
function distinctByClass(classes: Int32Array, texts: readonly string[]): number[][][] {
  const groups = new Map<number, Map<string, number[]>>();
  classes.forEach((label, index) => {
    const group = groups.get(label) ?? new Map<string, number[]>();
    groups.set(label, group.set(texts[index]!, [...(group.get(texts[index]!) ?? []), index]));
  });
  return Array.from(groups.values(), (group) => [...group.values()]);
}
