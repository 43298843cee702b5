/** The gradient check of a run's current model on its own text, with a finding in words. */
import { CELLS } from '../engine/cells/table';
import { checkInPieces, judgeOf, type CheckedTensor } from '../engine/gradientCheck';
import type { Batch, Engine, ModelShape } from '../engine/types';
import type { GradientReport } from '../protocol/messages';
import type { PreparedTask } from '../tasks/task';

/** A short piece of text and some entries of each tensor: a second or two at the usual sizes. */
const [STEPS, ROWS, ENTRIES] = [8, 2, 12];
const TOLERANCE = 1e-6;

/** Checks in pieces; abandon it to cancel. The engine is only read. */
export function* gradientReport(engine: Engine, task: PreparedTask): Generator<void, GradientReport, void> {
  const { batch: whole } = task.training.copy().peek();
  const batch = engine.shape.pooling ? beginnings(firstOf(whole), whole) : firstOf(whole);
  const judge = judgeOf(engine.shape, batch, engine.readParameters());
  const { passed, tensors } = yield* checkInPieces(judge, batch, { perTensor: ENTRIES, tolerance: TOLERANCE });
  const worst = tensors.reduce((a, b) => (b.worst > a.worst ? b : a));
  return {
    passed,
    worst: Float64Array.of(worst.worst, worst.numeric, worst.analytic),
    entries: tensors.reduce((sum, { entriesChecked }) => sum + entriesChecked, 0),
    place: placeOf(worst, judge),
    tensors: tensors.map(({ name }) => name),
    errors: Float64Array.from(tensors, (tensor) => tensor.worst),
  };
}

/** The first timesteps and rows of a batch. */
function firstOf(batch: Batch): Batch {
  const [steps, rows] = [Math.min(STEPS, batch.steps), Math.min(ROWS, batch.rows)];
  const cut = (values: Int32Array): Int32Array =>
    Int32Array.from({ length: steps * rows }, (_, i) => values[Math.floor(i / rows) * batch.rows + (i % rows)]!);
  const lengths = batch.lengths.slice(0, rows).map((length) => Math.min(length, steps));
  return { ...batch, steps, rows, inputs: cut(batch.inputs), targets: cut(batch.targets), lengths, initial: null };
}

/** The same for rows whose only target is that of their last step: it stands at the last step that is left of them. */
function beginnings(first: Batch, whole: Batch): Batch {
  const targets = new Int32Array(first.targets.length).fill(-1);
  first.lengths.forEach((length, row) => {
    const last = (whole.lengths[row]! - 1) * whole.rows + row;
    targets[(length - 1) * first.rows + row] = whole.targets[last]!;
  });
  return { ...first, targets };
}

/** Where an entry is, in the textbook's words: `forget gate of layer 1, W_hh[7, 3]`. */
function placeOf({ name, index }: CheckedTensor, { shape, parameters }: Engine): string {
  const found = parameters.find((parameter) => parameter.name === name);
  if (!found) return `the state before the first timestep (${name}), entry ${index}`;
  const cols = found.shape[1] ?? 1;
  const row = Math.floor(index / cols);
  const entry = found.shape.length === 1 ? `${row}` : `${row}, ${index % cols}`;
  const layer = /_l(\d)/.exec(name);
  return `${layer ? `${gateOf(shape, row)} of layer ${Number(layer[1]) + 1}, ` : ''}${found.symbol}[${entry}]`;
}

function gateOf({ cell, hiddenSize }: ModelShape, row: number): string {
  return CELLS[cell].gates[Math.floor(row / hiddenSize)]?.label ?? 'hidden state';
}
