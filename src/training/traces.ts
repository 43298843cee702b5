/** Traces: what the model did on one sequence, taken out of the engine; and the few that are kept for the screen. */
import type { Batch, Engine, TracedTensor, Workspace } from '../engine/types';
import type { TraceHead, TraceKey } from '../protocol/trace';

/** One trace with everything a frame, a fetch or an inspection may ask of it. */
export interface Trace {
  readonly head: TraceHead;
  /** Token ids by column, and the ids to predict there (-1: none). */
  readonly inputs: Int32Array;
  readonly targets: Int32Array;
  readonly schema: readonly TracedTensor[];
  /** Values by tensor id, dense, row-major. */
  readonly tensors: ReadonlyMap<string, Float32Array | Float64Array>;
  readonly bytes: number;
  /** The run's measures when the trace was taken. */
  readonly scalars: Float64Array;
}

/** Reads row 0 of the last pass in a workspace, without its padding. `position`: token position of its column 0. */
export function takeTrace(
  engine: Engine,
  workspace: Workspace,
  batch: Batch,
  key: TraceKey,
  position: number,
  scalars: Float64Array,
): Trace {
  const row = 0;
  const length = batch.lengths[row]!;
  const whole = engine.trace(workspace, row);
  // Time is the outermost axis of everything the engine traces.
  const tensors = new Map([...whole].map(([id, data]) => [id, data.slice(0, (data.length / batch.steps) * length)]));
  let bytes = 0;
  for (const data of tensors.values()) bytes += data.byteLength;
  const column = (ids: Int32Array) => Int32Array.from({ length }, (_, t) => ids[t * batch.rows + row]);
  return {
    head: { ...key, row, position, length },
    inputs: column(batch.inputs),
    targets: column(batch.targets),
    schema: engine.schema(length),
    tensors,
    bytes,
    scalars,
  };
}

/** Most traces of one kind kept, and most bytes of them: the one on screen, those on their way, one to look back at. */
const MAX_TRACES = 4;
const MAX_BYTES = 64 << 20;

/** The last traces that were sent to a picture, so that what is on screen can be asked about. */
export class PinnedTraces {
  private readonly kept: Trace[] = [];

  pin(trace: Trace): void {
    const { kind, step } = trace.head;
    this.drop((other) => other.head.kind === kind && other.head.step === step);
    this.kept.push(trace);
    const same = this.kept.filter((other) => other.head.kind === kind);
    let bytes = same.reduce((sum, other) => sum + other.bytes, 0);
    while (same.length > 1 && (same.length > MAX_TRACES || bytes > MAX_BYTES)) {
      const oldest = same.shift()!;
      bytes -= oldest.bytes;
      this.drop((other) => other === oldest);
    }
  }

  /** Throws with words for the user when the trace is no longer kept. */
  find({ kind, step }: TraceKey): Trace {
    const found = this.kept.find(({ head }) => head.kind === kind && head.step === step);
    if (!found) {
      throw new Error(
        `The trace of step ${step.toLocaleString('en')} is no longer kept. Pause to look closer at a step.`,
      );
    }
    return found;
  }

  clear(): void {
    this.kept.length = 0;
  }

  private drop(unwanted: (trace: Trace) => boolean): void {
    const keep = this.kept.filter((trace) => !unwanted(trace));
    this.kept.splice(0, Infinity, ...keep);
  }
}
