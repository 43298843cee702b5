/** Frames: the part of a trace that a panel subscribed to, on its way there. Binary, numbered, acknowledged. */
import type { TensorSlice, TraceHead, TraceKind } from './trace';

/** Most bytes of tensor data in one frame; what does not fit is fetched instead. */
export const FRAME_BYTE_LIMIT = 256 * 1024;

/** What a panel wants to see of a run. Columns are relative to the trace. */
export interface Subscription {
  readonly kind: TraceKind;
  readonly tensors: readonly string[];
  readonly from: number;
  readonly to: number;
}

/** One picture's worth of numbers. `number` rises by one per frame and run; the panel acknowledges it after drawing. */
export interface Frame {
  readonly head: TraceHead;
  readonly number: number;
  /** Columns carried, `from..to` (exclusive), and their input and target token ids (-1: no target). */
  readonly from: number;
  readonly to: number;
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  readonly tensors: readonly TensorSlice[];
  /** In the order of `SCALARS`. */
  readonly scalars: Float64Array;
}
