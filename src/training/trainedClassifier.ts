import type { ModelShape, NamedArray } from '../engine/types';

/** Everything that a classifier's answers depend on. */
export interface TrainedClassifier {
  readonly shape: ModelShape;
  /** By PyTorch's names. */
  readonly parameters: readonly NamedArray[];
  /** The words with ids of their own, in the order of their ids (`WordFormTable`). */
  readonly words: readonly string[];
  readonly labels: readonly string[];
  /** Training step of the parameters. */
  readonly step: number;
}

/** Makes a file of a classifier; `name` is for people. */
export type EncodeClassifier = (classifier: TrainedClassifier, name: string) => Uint8Array;
