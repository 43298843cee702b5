/** What the rest of Unroll needs of a model that reads sentences. */
import type { ReaderInfo, Reading } from '../protocol/sentiment';

/** Answers of some sentences, in their order. */
export interface Answers {
  /** Index of the label each sentence is given. */
  readonly labels: Int32Array;
  /** Calibrated probabilities, a row of labels a sentence. */
  readonly probabilities: Float32Array;
  /** Share of each sentence's words that the reader has learned: low where a text is not in its language. */
  readonly known: Float32Array;
}

export interface Reader {
  readonly info: ReaderInfo;
  /** Reads sentences of any length, in batches. */
  answers(sentences: readonly string[]): Answers;
  /** Reads one sentence closely and explains a label: the one given when `explained` is null. */
  read(text: string, explained: number | null): Reading;
}
