/** The state of a run as every part of Unroll sees it: its settings, its phase and its measures. */
import type { TraceSchema } from './trace';

/** Recurrent cells the engine offers. Views show `RunInfo.modelLine` and never branch on this. */
export type CellName = 'rnn_tanh' | 'rnn_relu' | 'lstm' | 'gru' | 'gru_reset_before';

/** Optimisers the engine offers, in PyTorch's definitions. */
export type OptimizerName = 'sgd' | 'adagrad' | 'rmsprop' | 'adam' | 'adamw';

/** Everything that determines a run besides its text. Same config, text and build: same bits. */
export interface RunConfig {
  /** Id of a row of the task table. */
  readonly task: string;
  readonly cell: CellName;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly embeddingSize: number;
  /** Timesteps of one training window, T. */
  readonly sequenceLength: number;
  /** Rows of one batch, B. */
  readonly batchSize: number;
  readonly learningRate: number;
  readonly optimizer: OptimizerName;
  /** Largest global gradient norm; 0 switches clipping off. */
  readonly clipNorm: number;
  /** Momentum of sgd; the other optimisers ignore it. */
  readonly momentum: number;
  /** How the learning rate changes: not at all, down half a cosine, or by a factor after every so many steps. */
  readonly schedule: 'constant' | 'cosine' | 'step';
  /** Steps of the schedule's whole fall, or between two of its falls. */
  readonly scheduleSteps: number;
  /** What the schedule multiplies the learning rate by at its end, or at each fall. */
  readonly scheduleFactor: number;
  /** Steps in which the learning rate rises to its whole. */
  readonly warmupSteps: number;
  /** Batches whose mean gradient makes one step. */
  readonly accumulate: number;
  /** Share of each layer's outputs, but the last layer's, that training drops. */
  readonly dropout: number;
  /** The output layer shares the embedding's matrix; the embedding is then as wide as the hidden state. */
  readonly tied: boolean;
  /** Read a text both ways; models that predict the next token read forward only. */
  readonly bidirectional: boolean;
  readonly seed: number;
  /** Carry the state from window to window (truncated BPTT) or start each window from zero (full BPTT of a window). */
  readonly carryState: boolean;
  /** Cut the backward pass every so many steps inside a window; 0 never cuts. */
  readonly truncation: number;
  readonly tokenizer: 'character' | 'word';
  /** Largest vocabulary, the unknown token included. */
  readonly maxVocabulary: number;
  /** The run ends by itself after this many steps... */
  readonly maxSteps: number;
  /** ...or after this many validations without improvement; 0 never. */
  readonly patience: number;
  /** Share of the text kept for validation: tokens at its end, or labelled texts. */
  readonly validationFraction: number;
}

/**
 * `preparing`: text and model are being made ready. `running`, `paused`: alive in a worker. `finished`: ended by itself.
 * `stopped`: ended by the user; may be continued. `failed`: ended by an error, `reason` says which.
 */
export type RunPhase = 'preparing' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

/** Why a run is in its phase, for people, with the next step they can take. */
export interface RunReason {
  readonly code: 'maxSteps' | 'patience' | 'user' | 'nonFinite' | 'workerDied' | 'badInput' | 'tooLarge';
  readonly message: string;
}

/** Facts about a run that are fixed once it is prepared. */
export interface RunInfo {
  readonly run: string;
  readonly config: RunConfig;
  /** One line for people, e.g. `LSTM · 64 units · 1 layer · 40,385 parameters`. */
  readonly modelLine: string;
  readonly parameterCount: number;
  /** Display form of every token, by id. */
  readonly vocabulary: readonly string[];
  /** The labels that a classifier chooses among, by output id; empty for a model that predicts the next token. */
  readonly labels: readonly string[];
  /** Tokens of the run's text, and how many of them are trained on. */
  readonly tokenCount: number;
  readonly trainTokens: number;
  /** Batches of one epoch. */
  readonly epochBatches: number;
  /** UTF-16 range of every token in the run's text: `[tokenStarts[i], tokenEnds[i])`. Empty in the panel's copy, which needs no text. */
  readonly tokenStarts: Int32Array;
  readonly tokenEnds: Int32Array;
  /** Bits per character = nats per token × tokens / characters / ln 2. */
  readonly characterCount: number;
  readonly schema: TraceSchema;
  /** What was adapted to the text and what is shown instead, in words for the user. */
  readonly notices: readonly string[];
}

/** What a run's losses are means over: tokens to predict, or labelled texts. */
export type LossUnit = 'token' | 'example';

export function lossUnit(labels: readonly string[]): LossUnit {
  return labels.length > 0 ? 'example' : 'token';
}

/** What a classifier made of the texts kept for validation, after a training step. */
export interface Confusion {
  readonly step: number;
  /** Texts by true label, then by the label given: labels × labels, row-major. */
  readonly counts: Int32Array;
}

/** Measures after a step. Not JSON-safe on purpose (losses may be NaN): travels as a `Float64Array`, see `SCALARS`. */
export const SCALARS = [
  'step',
  'trainLoss',
  'validationLoss',
  'gradientNorm',
  'clipFactor',
  'tokensPerSecond',
  'elapsedSeconds',
] as const;
export type ScalarName = (typeof SCALARS)[number];

/** Named access to a scalar vector in the order of `SCALARS`; NaN where a measure does not exist yet. */
export function scalar(values: Float64Array, name: ScalarName): number {
  return values[SCALARS.indexOf(name)] ?? NaN;
}

/** Points of a loss curve: parallel arrays, nats per token or labelled text. */
export interface CurvePoints {
  readonly steps: Float64Array;
  readonly losses: Float64Array;
}

/** The two loss curves of a run. */
export interface Curves {
  readonly train: CurvePoints;
  readonly validation: CurvePoints;
}
