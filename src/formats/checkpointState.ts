import type { LayerStates, NamedArray } from '../engine/types';
import type { Curves, RunConfig } from '../protocol/run';

/** Version of the checkpoint's layout; a reader refuses newer ones. */
export const CHECKPOINT_VERSION = 1;

/** Everything a run needs, beside its text, to continue with the same bits. */
export interface CheckpointState {
  readonly version: typeof CHECKPOINT_VERSION;
  readonly config: RunConfig;
  /** Finished training steps. */
  readonly step: number;
  /** `BatchSource.save()` of the training text: the next batch. */
  readonly cursor: number;
  /** All parameters by PyTorch's names and shapes. */
  readonly parameters: readonly NamedArray[];
  /** `Engine.readOptimizer()`: moments and steps taken. */
  readonly optimizer: { readonly arrays: readonly NamedArray[]; readonly step: number };
  /** States the next batch starts from, B × H each, or null for zeros. */
  readonly carried: LayerStates | null;
  /** `Generator.save()`. */
  readonly generator: Uint32Array;
  readonly curves: Curves;
  /** Labels × labels counts of a classifier's newest validation; null without one. */
  readonly confusion: Int32Array | null;
  /** Lowest validation loss so far (nats per token or labelled text) and the step it was measured at; null before the first. */
  readonly best: { readonly loss: number; readonly step: number } | null;
  /** The parameters at that step, of a model that is kept for its answers; null for any other. */
  readonly bestParameters: readonly NamedArray[] | null;
  /** Validations since the best one, compared with `config.patience`. */
  readonly validationsWithoutImprovement: number;
  /** Seconds spent training, pauses left out. */
  readonly elapsedSeconds: number;
}
