import type { Confusion } from '../../src/protocol/run';

/** What a confusion matrix says of a classifier. Shares are NaN where nothing was counted. */
export interface Scores {
  readonly examples: number;
  readonly accuracy: number;
  /** Mean over the labels that occur of 2·precision·recall / (precision + recall). */
  readonly macroF1: number;
  /** By label: texts that have it, and texts that were given it. */
  readonly wanted: Float64Array;
  readonly given: Float64Array;
}

export function scoresOf({ counts }: Confusion): Scores {
  const labels = Math.sqrt(counts.length);
  const wanted = new Float64Array(labels);
  const given = new Float64Array(labels);
  counts.forEach((count, cell) => {
    wanted[Math.floor(cell / labels)]! += count;
    given[cell % labels]! += count;
  });
  const examples = wanted.reduce((sum, count) => sum + count, 0);
  const hits = (label: number) => counts[label * labels + label]!;
  const all = Array.from(wanted.keys());
  const f1 = all
    .filter((label) => wanted[label]! > 0)
    .map((label) => (2 * hits(label)) / (wanted[label]! + given[label]!));
  return {
    examples,
    accuracy: all.reduce((sum, label) => sum + hits(label), 0) / examples,
    macroF1: f1.reduce((sum, value) => sum + value, 0) / f1.length,
    wanted,
    given,
  };
}

/** Part of a whole; NaN of nothing. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : NaN;
}
