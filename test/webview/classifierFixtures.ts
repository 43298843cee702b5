/** The fixture run as a classifier of whole texts. */
import type { RunSnapshot } from '../../src/protocol/messages';
import type { Confusion, RunPhase } from '../../src/protocol/run';
import type { TensorInfo, TensorSlice } from '../../src/protocol/trace';
import { generator, INFO, LENGTH, makeSnapshot, SCHEMA } from './fixtures';

export const LABELS = ['calm', 'even', 'rough'] as const;

/** The same run as a classifier of whole texts: outputs are labels, and only the last step has a target. */
export function makeClassifier(
  step: number,
  phase: RunPhase = 'running',
  labels: readonly string[] = LABELS,
): RunSnapshot {
  const snapshot = makeSnapshot(step, phase);
  const logits = (info: TensorInfo): TensorInfo => ({ ...info, shape: [LENGTH, labels.length] });
  const tensors = SCHEMA.tensors.map((info) => (info.id === 'logits' ? logits(info) : info));
  const frame = snapshot.frame && {
    ...snapshot.frame,
    targets: new Int32Array(LENGTH).fill(-1).fill(1, LENGTH - 1),
    tensors: snapshot.frame.tensors.map((slice) => (slice.id === 'logits' ? narrowed(slice, labels.length) : slice)),
  };
  return {
    ...snapshot,
    summary: { ...snapshot.summary, unit: 'example' },
    info: {
      ...INFO,
      config: { ...INFO.config, task: 'classification', carryState: false },
      modelLine: `LSTM · 64 units · 2 layers · 58,019 parameters · ${labels.length} labels`,
      labels,
      schema: { ...SCHEMA, tensors },
    },
    confusion: makeConfusion(step, labels.length),
    frame,
    sample: null,
  };
}

/** Mostly right; the second label is never given to a text of the first. */
export function makeConfusion(step: number, labels: number = LABELS.length): Confusion {
  const random = generator(3);
  const counts = Int32Array.from({ length: labels * labels }, (_, cell) => {
    const [row, column] = [Math.floor(cell / labels), cell % labels];
    if (row === 0 && column === 1) return 0;
    return Math.floor((row === column ? 40 : 8) * (0.5 + random()));
  });
  return { step, counts };
}

function narrowed(slice: TensorSlice, width: number): TensorSlice {
  const rows = slice.data.length / (slice.to - slice.from);
  const data = Float32Array.from({ length: (slice.to - slice.from) * width }, (_, i) => {
    return slice.data[Math.floor(i / width) * rows + ((i % width) % rows)]!;
  });
  return { ...slice, data };
}
