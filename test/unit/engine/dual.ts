/**
 * A second implementation of the whole model, in dual numbers (value, derivative): exact derivatives without any
 * backward pass. It shares nothing with the engine but PyTorch's names and shapes.
 */
import type { Batch, ModelShape, NamedArray } from '../../../src/engine/types';

/** v + d ε with ε² = 0. */
interface Dual {
  readonly v: number;
  readonly d: number;
}

const constant = (v: number): Dual => ({ v, d: 0 });
const add = (a: Dual, b: Dual): Dual => ({ v: a.v + b.v, d: a.d + b.d });
const subtract = (a: Dual, b: Dual): Dual => ({ v: a.v - b.v, d: a.d - b.d });
const multiply = (a: Dual, b: Dual): Dual => ({ v: a.v * b.v, d: a.d * b.v + a.v * b.d });
const exp = (a: Dual): Dual => ({ v: Math.exp(a.v), d: a.d * Math.exp(a.v) });
const log = (a: Dual): Dual => ({ v: Math.log(a.v), d: a.d / a.v });
const tanh = (a: Dual): Dual => ({ v: Math.tanh(a.v), d: a.d * (1 - Math.tanh(a.v) ** 2) });
const relu = (a: Dual): Dual => (a.v > 0 ? a : constant(0));
const sigmoid = (a: Dual): Dual => {
  const v = 1 / (1 + Math.exp(-a.v));
  return { v, d: a.d * v * (1 - v) };
};

type Vector = readonly Dual[];
/** Rows of a parameter; a bias is a single one. */
type Parameters = ReadonlyMap<string, readonly Vector[]>;

const plus = (a: Vector, b: Vector): Vector => a.map((x, i) => add(x, b[i]));
const apply = (weight: readonly Vector[], x: Vector): Vector =>
  weight.map((row) => row.reduce((sum, w, i) => add(sum, multiply(w, x[i])), constant(0)));

/** State vectors of one layer. */
interface State {
  readonly h: Vector;
  readonly c: Vector;
}

/** `side` gives the recurrent side of all blocks for a vector in the place of h_{t-1}. */
function next({ cell, hiddenSize }: ModelShape, input: Vector, side: (of: Vector) => Vector, { h, c }: State): State {
  const recurrent = side(h);
  const block = (of: Vector, gate: number): Vector => of.slice(gate * hiddenSize, (gate + 1) * hiddenSize);
  const both = (gate: number): Vector => plus(block(input, gate), block(recurrent, gate));
  switch (cell) {
    case 'rnn_tanh':
      return { h: both(0).map(tanh), c };
    case 'rnn_relu':
      return { h: both(0).map(relu), c };
    case 'gru': {
      const [r, z] = [both(0).map(sigmoid), both(1).map(sigmoid)];
      const candidate = block(input, 2).map((x, u) => tanh(add(x, multiply(r[u], block(recurrent, 2)[u]))));
      const mix = (n: Dual, u: number): Dual => add(multiply(subtract(constant(1), z[u]), n), multiply(z[u], h[u]));
      return { h: candidate.map(mix), c };
    }
    case 'gru_reset_before': {
      const [r, z] = [both(0).map(sigmoid), both(1).map(sigmoid)];
      const reset = block(side(h.map((value, u) => multiply(r[u], value))), 2);
      const mix = (n: Dual, u: number): Dual => add(multiply(subtract(constant(1), z[u]), n), multiply(z[u], h[u]));
      return { h: plus(block(input, 2), reset).map(tanh).map(mix), c };
    }
    case 'lstm': {
      const [i, f, g, o] = [both(0).map(sigmoid), both(1).map(sigmoid), both(2).map(tanh), both(3).map(sigmoid)];
      const memory = c.map((before, u) => add(multiply(f[u], before), multiply(i[u], g[u])));
      return { h: memory.map((value, u) => multiply(o[u], tanh(value))), c: memory };
    }
  }
}

/** Outputs of one layer over a row's timesteps, in one direction, from zero states. */
function layerOutputs(shape: ModelShape, p: Lookup, suffix: string, inputs: readonly Vector[]): Vector[] {
  const zeros = Array<Dual>(shape.hiddenSize).fill(constant(0));
  let state: State = { h: zeros, c: zeros };
  return inputs.map((x) => {
    const input = plus(apply(p(`rnn.weight_ih_${suffix}`), x), p(`rnn.bias_ih_${suffix}`)[0]);
    const side = (of: Vector): Vector => plus(apply(p(`rnn.weight_hh_${suffix}`), of), p(`rnn.bias_hh_${suffix}`)[0]);
    state = next(shape, input, side, state);
    return state.h;
  });
}

type Lookup = (name: string) => readonly Vector[];

/** Mean loss of the batch's targets, row after row, each from zero states. */
function meanLoss(shape: ModelShape, parameters: Parameters, batch: Batch): Dual {
  const p: Lookup = (name) => parameters.get(name)!;
  let total = constant(0);
  let count = 0;
  for (let b = 0; b < batch.rows; b++) {
    const positions = Array.from({ length: batch.lengths[b] }, (_, t) => t * batch.rows + b);
    let xs: Vector[] = positions.map((at) => inputAt(shape, p, batch, at));
    for (let layer = 0; layer < shape.layers; layer++) {
      const forward = layerOutputs(shape, p, `l${layer}`, xs);
      const reverse = shape.bidirectional
        ? layerOutputs(shape, p, `l${layer}_reverse`, [...xs].reverse()).reverse()
        : [];
      xs = forward.map((h, t) => [...h, ...(reverse[t] ?? [])]);
    }
    positions.forEach((at, t) => {
      if (batch.targets[at] < 0) return;
      const outputs = plus(apply(p(shape.tied ? 'embedding.weight' : 'output.weight'), xs[t]), p('output.bias')[0]);
      total = add(total, lossAt(shape, outputs, batch, at));
      count++;
    });
  }
  return multiply(total, constant(1 / count));
}

function inputAt({ input, embeddingSize: width }: ModelShape, p: Lookup, batch: Batch, at: number): Vector {
  if (input === 'vector') return [...batch.vectors!.subarray(at * width, (at + 1) * width)].map(constant);
  return p('embedding.weight')[batch.inputs[at]];
}

function lossAt({ output, outputSize: width }: ModelShape, outputs: Vector, batch: Batch, at: number): Dual {
  const sum = (of: Vector): Dual => of.reduce((s, y) => add(s, y), constant(0));
  if (output !== 'numbers') return subtract(log(sum(outputs.map(exp))), outputs[batch.targets[at]]);
  const errors = outputs.map((y, j) => subtract(y, constant(batch.wanted![at * width + j])));
  return multiply(sum(errors.map((error) => multiply(error, error))), constant(1 / width));
}

/** The loss and its exact derivative by every element of every parameter, one forward for each. */
export function dualGradients(shape: ModelShape, parameters: readonly NamedArray[], batch: Batch) {
  const duals = (array: NamedArray, seed: number): Vector[] => {
    const cols = array.shape[array.shape.length - 1];
    return Array.from({ length: array.data.length / cols }, (_, row) =>
      Array.from({ length: cols }, (_, col) => ({
        v: array.data[row * cols + col],
        d: row * cols + col === seed ? 1 : 0,
      })),
    );
  };
  const constants = new Map(parameters.map((array) => [array.name, duals(array, -1)]));
  const gradients: NamedArray[] = parameters.map((array) => ({
    ...array,
    data: Float64Array.from(array.data, (_, i) => {
      return meanLoss(shape, new Map(constants).set(array.name, duals(array, i)), batch).d;
    }),
  }));
  return { loss: meanLoss(shape, constants, batch).v, gradients };
}
