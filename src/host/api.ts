/**
 * What other extensions (and tests) can do with Unroll:
 *
 *     const unroll = vscode.extensions.getExtension<Extension>('unroll.unroll');
 *     const api = (await unroll.activate()).getAPI(1);
 *     const run = await api.train('to be or not to be '.repeat(100), { cell: 'gru', maxSteps: 200 });
 */
import type { Event, Uri } from 'vscode';
import type { Frame } from '../protocol/frame';
import type { GradientReport } from '../protocol/messages';
import type { Confusion, RunConfig, RunPhase, RunReason } from '../protocol/run';
import type { TensorInfo, TraceHead } from '../protocol/trace';

/** What `activate()` returns. */
export interface Extension {
  /**
   * The API of a version; within a version it only grows. Throws for a version this release does not have: 1 is the only
   * one so far.
   */
  getAPI(version: 1): UnrollApi;
}

/** Version 1. */
export interface UnrollApi {
  /**
   * Trains a model on a text. No document and no panel is needed; the run appears in the Runs view and is kept there.
   *
   * @param text at least a few tokens; ranges of tokens are UTF-16 offsets into it. For `task: 'classification'`, labelled
   *   texts: `label<TAB>text` lines, CSV, or JSON lines.
   * @param options parts of the configuration; what is left out has the value that the settings have by default.
   * @returns the run, training, once its model is ready. Rejects with words when text or options cannot be trained on.
   */
  train(text: string, options?: Partial<RunConfig>): Promise<UnrollRun>;
  /** The sentiment of documents, as it is shown in their editors. It is shown and hidden by commands. */
  readonly sentiment: SentimentApi;
}

/** What Unroll has read of documents. */
export interface SentimentApi {
  /** What is known of a document; null while its sentiment is not shown. */
  state(document: Uri): SentimentState | null;
  /** A document's sentiment was shown or hidden, more of it was read, or it was edited. */
  readonly onDidChange: Event<void>;
}

/** A document's sentences side by side, in the order of the text; every array a copy. */
export interface SentimentState {
  /** Name of the model that reads, and its labels; null and none until it has been opened. */
  readonly reader: string | null;
  readonly labels: readonly string[];
  /** UTF-16 range of each sentence, the label it is given, and its calibrated probabilities, a row of labels each. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly given: Int32Array;
  readonly probabilities: Float32Array;
  /** Sentences of each label. */
  readonly counts: readonly number[];
  /** UTF-16 units that were read, of how many, and whether all is read. */
  readonly done: number;
  readonly total: number;
  readonly finished: boolean;
  /** What the user is told of this text, and why it could not be read; null for nothing. */
  readonly notice: string | null;
  readonly problem: string | null;
  /** Sentences that are tinted in an editor now, and marks in its overview ruler. */
  readonly drawn: { readonly tints: number; readonly marks: number };
}

/** A tensor of a trace with its values, row-major, outermost axis first; `info.shape` gives the extent of each axis. */
export interface NamedArray {
  readonly info: TensorInfo;
  readonly data: Float32Array;
}

/** Everything the model did on one sequence at one training step: the arrays behind the panel. */
export interface RunTrace {
  /** Step, row of the batch, token position of column 0, and number of columns (timesteps). */
  readonly head: TraceHead;
  /** Token ids read at each timestep, and those to be predicted there (-1: none). */
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  /** By name, e.g. `l0.h`, `l0.gate.f`, `l0.dh`, `logits`, `loss`. */
  readonly tensors: ReadonlyMap<string, NamedArray>;
}

/** One model being trained. Every method rejects with words once the run was deleted. */
export interface UnrollRun {
  /** Unique; also in `head.run` of its frames. */
  readonly id: string;
  /** Finished training steps. */
  readonly step: number;
  /** Loss of the newest batch in nats per token or labelled text; NaN before the first step. */
  readonly trainLoss: number;
  /** Loss on the validation split in the same unit; NaN before the first validation. */
  readonly validationLoss: number;
  /** What a classifier (`task: 'classification'`) chooses among; empty for a language model. */
  readonly labels: readonly string[];
  /** Its newest validation: texts by true label, then by the label given; null before the first. */
  readonly confusion: Confusion | null;
  readonly phase: RunPhase;
  /** Why the run is in its phase, in words; null while nothing is to be said. */
  readonly reason: RunReason | null;
  readonly config: RunConfig;
  pause(): Promise<void>;
  /** Trains on: from a pause, or from any end. */
  resume(): Promise<void>;
  /** One training step, then paused. */
  singleStep(): Promise<void>;
  /** Ends the run. It stays in the list and can be resumed. */
  stop(): Promise<void>;
  /** The newest trace of a training batch, before clipping; every array a copy. */
  trace(): Promise<RunTrace>;
  /** Complete state as safetensors bytes, with PyTorch's parameter names and shapes. */
  checkpoint(): Promise<Uint8Array>;
  /** The steps whose state is kept, rising, logarithmically spaced; any step from the first of them on can be replayed. */
  snapshots(): Promise<readonly number[]>;
  /** The checkpoint of an earlier step, to the bit, by training again from the nearest snapshot; the run goes on meanwhile. */
  replay(step: number): Promise<Uint8Array>;
  /** A new run from the state at a step, training on with other settings; rejects changes that make another model. */
  branch(step: number, changes?: Partial<RunConfig>): Promise<UnrollRun>;
  /** BPTT's gradients of the current model against differences of the loss, in float64, on a short piece of the text. */
  checkGradients(): Promise<GradientReport>;
  /**
   * The newest trace as it is drawn, at most about 20 times a second, only while somebody listens. While the panel shows
   * the run, frames carry what the panel asked for; else all that fits into a frame.
   */
  readonly onFrame: Event<Frame>;
  /** The run finished, was stopped or failed; `reason` says why. */
  readonly onDidEnd: Event<RunReason | null>;
  /** Ends the run and deletes it with everything stored of it. */
  dispose(): void;
}
