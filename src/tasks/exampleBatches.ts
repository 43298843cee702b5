/** Batches of labelled texts: an epoch sees each text once, in an order of its own, those of like length together. */
import { Generator } from '../engine/generator';
import type { Batch } from '../engine/types';
import { batchOf, byLength } from './batches';
import { shuffle } from './shuffle';
import type { BatchSource } from './task';

/** Stream of the first epoch's random numbers; every epoch has its own. */
const FIRST_EPOCH = 0x0e90_0000;
/** Share of the epochs in which a word that occurs once is read as one never seen (Dyer et al. 2015). */
const UNSEEN_SHARE = 0.5;

/** Texts as ids, with the class of each. */
export interface IndexedExamples {
  readonly firsts: Int32Array;
  readonly ids: Int32Array;
  readonly classes: Int32Array;
}

/** A word of the training texts that occurs only once: its place among all words, and the id it has as an unseen word. */
export interface RareWord {
  readonly place: number;
  readonly bucket: number;
}

export interface TrainingOptions {
  readonly rows: number;
  readonly seed: number;
  /** Read as unseen in half of the epochs, so that the model learns what to make of words it does not know. */
  readonly rare: readonly RareWord[];
}

/**
 * Endless training batches of the texts of these indices. Each row is one text, whose class is the target at its last
 * word. The cursor is the number of batches read: everything random depends on the seed and the epoch alone.
 */
export function exampleBatches(examples: IndexedExamples, texts: Int32Array, options: TrainingOptions): BatchSource {
  const { rows, seed, rare } = options;
  const batches = Math.ceil(texts.length / rows);
  let cursor = 0;
  let epoch: { readonly index: number; readonly groups: readonly number[][]; readonly ids: Int32Array } | null = null;

  const epochAt = (index: number) => {
    const generator = new Generator(seed, FIRST_EPOCH + index);
    const order = [...texts];
    shuffle(order, generator);
    const groups = groupsOf(examples, order, rows);
    shuffle(groups, generator);
    const ids = examples.ids.slice();
    for (const { place, bucket } of rare) if (generator.uniform() < UNSEEN_SHARE) ids[place] = bucket;
    return { index, groups, ids };
  };

  return {
    steps: longestOf(examples, texts),
    rows: Math.min(rows, texts.length),
    batches,
    peek() {
      const index = Math.floor(cursor / batches);
      if (epoch?.index !== index) epoch = epochAt(index);
      const group = epoch.groups[cursor % batches]!;
      return {
        batch: batchOfTexts({ ...examples, ids: epoch.ids }, group),
        continues: false,
        positions: Int32Array.from(group, (text) => examples.firsts[text]!),
      };
    },
    advance() {
      cursor++;
    },
    save: () => cursor,
    restore(saved) {
      cursor = saved;
    },
    copy: () => exampleBatches(examples, texts, options),
  };
}

/** The texts of these indices as a fixed list of batches. */
export function fixedBatches(examples: IndexedExamples, texts: Int32Array, rows: number): readonly Batch[] {
  return groupsOf(examples, [...texts], rows).map((group) => batchOfTexts(examples, group));
}

/** Some texts side by side. */
export function batchOfTexts({ firsts, ids, classes }: IndexedExamples, texts: readonly number[]): Batch {
  return batchOf(
    texts.map((text) => ids.subarray(firsts[text], firsts[text + 1])),
    texts.map((text) => classes[text]!),
  );
}

function groupsOf(examples: IndexedExamples, texts: readonly number[], rows: number): number[][] {
  const lengths = texts.map((text) => lengthOf(examples, text));
  return byLength(lengths, rows).map((group) => group.map((index) => texts[index]!));
}

function longestOf(examples: IndexedExamples, texts: Int32Array): number {
  return texts.reduce((longest, text) => Math.max(longest, lengthOf(examples, text)), 1);
}

function lengthOf({ firsts }: IndexedExamples, text: number): number {
  return firsts[text + 1]! - firsts[text]!;
}
