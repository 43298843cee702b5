/** What a document asks for. A task is one row of the table in `tasks/table.ts`; training loops never name a task. */
import type { Batch, ModelShape } from '../engine/types';

/** A source of batches with a position that can be saved and restored: the whole state of reading a text. */
export interface BatchSource {
  readonly steps: number;
  readonly rows: number;
  /** Batches of one epoch. */
  readonly batches: number;
  /** The next batch without moving on, `initial` left null; `continues` says whether rows carry on from the last batch. */
  peek(): { readonly batch: Batch; readonly continues: boolean; readonly positions: Int32Array };
  /** Moves on to the next batch. */
  advance(): void;
  /** JSON-safe cursor. */
  save(): number;
  restore(cursor: number): void;
  /** The same batches with a place of their own, at the first of them. */
  copy(): BatchSource;
}

/** A text made ready for training by a task. */
export interface PreparedTask {
  /** Display form of every token, by id. */
  readonly vocabulary: readonly string[];
  /** Exact text of every token, by id (`''` for unknown). */
  readonly tokenTexts: readonly string[];
  readonly outputSize: number;
  /** What the model chooses among when that is not the next token, by output id. */
  readonly labels: readonly string[] | null;
  /** What the task asks of the model beside the settings. */
  readonly shape: Pick<ModelShape, 'pooling' | 'bidirectional'>;
  /** The text as token ids, and the UTF-16 range of each token: offsets[i]..offsets[i+1] bounds are `starts[i]`, `ends[i]`. */
  readonly tokens: Int32Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** How many of the tokens are trained on. */
  readonly trainTokens: number;
  readonly characterCount: number;
  /** Batches for training, and a fixed list for validation (empty when the text is too short for a split). */
  readonly training: BatchSource;
  readonly validation: readonly Batch[];
  /**
   * Whether a training batch that continues the one before, and each validation batch but the first, starts from the state
   * in which that ended.
   */
  readonly carries: boolean;
  /** The token positions `[from, to)` that a probe over these shows: of many texts, the one that `from` is in. */
  span(from: number, to: number): readonly [number, number];
  /** Batch over the token positions `[from, to)` of a span, one row, for a probe. */
  window(from: number, to: number): Batch;
  readonly notices: readonly string[];
}

/** Why a text cannot be trained on, in words for the user with the next step. */
export interface TaskProblem {
  readonly problem: string;
}

/** Options a task reads from the run's settings. */
export interface TaskOptions {
  readonly tokenizer: 'character' | 'word';
  readonly maxVocabulary: number;
  readonly sequenceLength: number;
  readonly batchSize: number;
  readonly carryState: boolean;
  readonly validationFraction: number;
  /** Read both ways, where the task allows a model to see what follows. */
  readonly bidirectional: boolean;
  readonly seed: number;
}

/** One row of the task table. */
export interface Task {
  readonly id: string;
  readonly label: string;
  prepare(text: string, options: TaskOptions): PreparedTask | TaskProblem;
}
