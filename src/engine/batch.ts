import { CELLS } from './cells/table';
import { directionsOf, outputWidth } from './parameters';
import type { Batch, EngineSizes, ModelShape } from './types';

/** Throws a `RangeError` in words when a batch does not fit the model or the arena. */
export function checkBatch(
  batch: Batch,
  shape: ModelShape,
  sizes: { readonly steps: number; readonly rows: number },
): void {
  const { steps, rows } = batch;
  checkCount('timesteps', steps, sizes.steps);
  checkCount('rows', rows, sizes.rows);
  const vectors = shape.input === 'vector';
  if (vectors) checkLength('input numbers', batch.vectors?.length ?? 0, steps * rows * shape.embeddingSize);
  else checkLength('inputs', batch.inputs.length, steps * rows);
  if (shape.output === 'numbers')
    checkLength('wanted numbers', batch.wanted?.length ?? 0, steps * rows * shape.outputSize);
  checkLength('targets', batch.targets.length, steps * rows);
  checkLength('lengths', batch.lengths.length, rows);
  for (let b = 0; b < rows; b++) {
    const length = batch.lengths[b];
    if (length < 0 || length > steps)
      throw new RangeError(`Row ${b} of the batch has length ${length}; it must lie between 0 and ${steps}.`);
    for (let t = 0; t < length; t++) {
      if (!vectors) checkId('Input', batch.inputs[t * rows + b], 0, shape.vocabularySize, t, b);
      checkId('Target', batch.targets[t * rows + b], -1, shape.outputSize, t, b);
    }
  }
  batch.initial?.forEach((states, layer) => {
    for (const state of CELLS[shape.cell].states)
      checkLength(`initial state ${state} of layer ${layer}`, states[state]?.length ?? 0, rows * shape.hiddenSize);
  });
  if (batch.initial) checkLength('initial states', batch.initial.length, shape.layers * directionsOf(shape).length);
}

/** Throws a `RangeError` in words when a model or its sizes cannot be built. */
export function checkShape(shape: ModelShape, sizes: EngineSizes): void {
  const { dropout = 0, ...counts } = shape;
  if (!(dropout >= 0 && dropout < 1))
    throw new RangeError(`dropout must be a share from 0 to below 1, not ${dropout}.`);
  if (shape.tied && (shape.embeddingSize !== outputWidth(shape) || shape.vocabularySize !== shape.outputSize))
    throw new RangeError(
      'Tied weights need as many embedding numbers as hidden units, and the same tokens in and out.',
    );
  if (shape.tied && shape.input === 'vector') throw new RangeError('Tied weights need a model that embeds tokens.');
  if (shape.pooling && shape.output === 'numbers')
    throw new RangeError('A model that pools gives scores of classes, not numbers.');
  for (const [name, value] of Object.entries({ ...counts, ...sizes })) {
    if (typeof value === 'number' && !(Number.isInteger(value) && value >= 1))
      throw new RangeError(`${name} must be a whole number of at least 1, not ${value}.`);
  }
  if (shape.layers > 4) throw new RangeError(`A model has at most 4 recurrent layers, not ${shape.layers}.`);
}

function checkCount(what: string, count: number, most: number): void {
  if (!Number.isInteger(count) || count < 1 || count > most)
    throw new RangeError(`The batch has ${count} ${what}; this engine takes 1 to ${most}.`);
}

function checkLength(what: string, length: number, expected: number): void {
  if (length !== expected) throw new RangeError(`The batch's ${what} should count ${expected}, not ${length}.`);
}

function checkId(what: string, id: number, least: number, end: number, t: number, b: number): void {
  if (id < least || id >= end)
    throw new RangeError(`${what} ${id} at timestep ${t} of row ${b} is not an id from ${least} to ${end - 1}.`);
}

/**
 * Values of the rows `[first, first + rows)` of a batch, `width` at each position: (T · rows) × width, and `none` past the
 * end of a row.
 */
export function rowsOfBatch(
  values: ArrayLike<number>,
  width: number,
  none: number,
  batch: Batch,
  first: number,
  rows: number,
): Float64Array {
  const cut = new Float64Array(batch.steps * rows * width).fill(none);
  for (let b = 0; b < rows; b++)
    for (let t = 0; t < batch.lengths[first + b]; t++) {
      const [to, from] = [(t * rows + b) * width, (t * batch.rows + first + b) * width];
      for (let j = 0; j < width; j++) cut[to + j] = values[from + j];
    }
  return cut;
}
