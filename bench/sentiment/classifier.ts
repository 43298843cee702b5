/** A model under test. */
export interface Classifier {
  /** A row of scores a text, in the order of `LABELS`: the larger, the more likely. */
  scores(texts: readonly string[]): ArrayLike<number>;
}

/** Why a model cannot be measured here. The others are. */
export class Unavailable extends Error {}
