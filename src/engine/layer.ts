import { colsOf, rowsOf } from './arena';
import type { DirectionBuffers, PassBuffers } from './buffers';
import type { Cell } from './cells/cell';
import type { Contribution } from './contributions';
import type { GateStep, Handle, IndexHandle, Kernels } from './kernels/kernels';
import type { Direction } from './types';
import type { LayerWeights } from './weights';

/** A state and its gradient; for a cell without a memory c and dc have no columns. */
type States = Readonly<Record<'h' | 'c' | 'dh' | 'dc', Handle>>;

/**
 * One direction of a recurrent layer: a cell, repeated over time. The states of a sequence stand in T + 1 blocks of B
 * rows; the first block of a forward layer and the last of a reverse layer hold the initial state.
 */
export class RecurrentLayer {
  /** The values at every position, R rows time-major: of a state, the state after that timestep. */
  readonly positions: States & Readonly<Record<'gates' | 'kept' | 'da' | 'daRecurrent', Handle>>;
  /** B rows each: the states before the first processed step and after the last. */
  readonly initial: States;
  readonly final: States;
  /** h_{t-1} at every position. */
  private readonly previous: Handle;
  private readonly dMemory: Handle;
  /** In the order of processing, each also with its way back to the step before cut off. */
  private readonly steps: readonly { readonly whole: GateStep; readonly cut: GateStep }[];

  /** `buffers.h`, `buffers.dh`: the T + 1 blocks of this direction alone. */
  constructor(
    private readonly k: Kernels,
    private readonly cell: Cell,
    private readonly weights: LayerWeights,
    buffers: DirectionBuffers,
    lengths: IndexHandle,
    direction: Direction,
  ) {
    const { gates, kept, da, recurrent, dhCut: dhPrev, dcCut: dcPrev } = buffers;
    const daRecurrent = cell.separate ? buffers.daRecurrent : da;
    const B = lengths.length;
    const T = gates.rows / B;
    const block = (of: Handle, index: number, count = 1): Handle => rowsOf(of, index * B, count * B);
    const states = (index: number, count = 1): States => ({
      h: block(buffers.h, index, count),
      c: block(buffers.c, index, count),
      dh: block(buffers.dh, index, count),
      dc: block(buffers.dc, index, count),
    });
    // The state after timestep t is in block t + after, the one before it in block t + before.
    const [after, before] = direction === 'forward' ? [1, 0] : [0, 1];
    this.positions = { ...states(after, T), gates, kept, da, daRecurrent };
    this.previous = states(before, T).h;
    this.initial = states(before * T);
    this.final = states(after * T);
    this.dMemory = buffers.dc;
    this.steps = Array.from({ length: T }, (_, index) => {
      const t = direction === 'forward' ? index : T - 1 - index;
      const from = states(t + before);
      const whole: GateStep = {
        t,
        lengths,
        gates: block(gates, t),
        da: block(da, t),
        daRecurrent: block(daRecurrent, t),
        kept: block(kept, t),
        recurrent,
        ...states(t + after),
        hPrev: from.h,
        cPrev: from.c,
        dhPrev: from.dh,
        dcPrev: from.dc,
      };
      return { whole, cut: { ...whole, dhPrev, dcPrev } };
    });
  }

  /** The input side of every pre-activation in one product: gates = input · W_ihᵀ + b. */
  project(input: Handle): void {
    this.k.matmul(this.positions.gates, input, this.weights.input.there, false);
    this.addBiases(this.positions.gates);
  }

  /** Adds the biases that may be added for all timesteps at once to pre-activations of the input side. */
  addBiases(to: Handle): void {
    this.k.add(to, this.weights.inputBias);
    if (!this.cell.separate) this.k.add(to, this.weights.recurrentBias);
  }

  /** The time loop, over what is in `positions.gates`. False when cancelled. */
  forward(cancelled: () => boolean): boolean {
    for (const { whole } of this.steps) {
      if (cancelled()) return false;
      this.cell.forward(this.k, this.weights, whole);
    }
    return true;
  }

  /**
   * Backpropagation through time. `positions.dh` must hold the direct gradient of every h_t and holds the total one
   * afterwards. `truncation` > 0 cuts the way back after every so many processed steps. False when cancelled.
   */
  backward(truncation: number, cancelled: () => boolean): boolean {
    this.k.fill(this.initial.dh, 0);
    this.k.fill(this.dMemory, 0);
    for (let index = this.steps.length - 1; index >= 0; index--) {
      if (cancelled()) return false;
      const { whole, cut } = this.steps[index];
      const cuts = truncation > 0 && index > 0 && index % truncation === 0;
      this.cell.backward(this.k, this.weights, cuts ? cut : whole);
    }
    return true;
  }

  backwardInput(dInput: Handle, accumulate: boolean): void {
    this.k.matmul(dInput, this.positions.da, this.weights.input.back, accumulate);
  }

  /** What each position adds to the gradient of W_ih, given the layer's input (R rows). */
  inputContribution(input: Handle): Contribution {
    const { inputWeight } = this.weights.names;
    return { kind: 'outer', parameter: inputWeight, firstRow: 0, left: this.positions.da, right: input };
  }

  /** What each position adds to the layer's other gradients. */
  recurrentContributions(): Contribution[] {
    const { da, daRecurrent, kept } = this.positions;
    const { names, recurrent } = this.weights;
    const parameter = names.recurrentWeight;
    const split = recurrent.weight.rows;
    const rest = daRecurrent.cols - split;
    const [left, keptLeft] = [colsOf(daRecurrent, 0, split), colsOf(daRecurrent, split, rest)];
    return [
      { kind: 'outer', parameter, firstRow: 0, left, right: this.previous },
      ...(rest > 0 ? [{ kind: 'outer', parameter, firstRow: split, left: keptLeft, right: kept } as const] : []),
      { kind: 'rows', parameter: names.inputBias, left: da },
      { kind: 'rows', parameter: names.recurrentBias, left: daRecurrent },
    ];
  }
}

/**
 * One layer of the stack: one direction, or two over the same input, each row read backwards within its own length
 * (Schuster & Paliwal 1997). Its output is [h→ ; h←] at every position, without a copy.
 */
export interface StackedLayer {
  readonly directions: readonly RecurrentLayer[];
  /** R × D·H each: the states of all directions at every position, and their gradients. */
  readonly output: Handle;
  readonly dOutput: Handle;
}

export function stackedLayer(
  k: Kernels,
  cell: Cell,
  weights: readonly LayerWeights[],
  { h, dh, directions }: PassBuffers['layers'][number],
  lengths: IndexHandle,
): StackedLayer {
  const B = lengths.length;
  const R = h.rows - 2 * B;
  return {
    directions: weights.map((own, index) => {
      const width = own.recurrent.weight.cols;
      const part = (of: Handle): Handle => colsOf(rowsOf(of, index * B, R + B), index * width, width);
      const buffers = { ...directions[index], h: part(h), dh: part(dh) };
      return new RecurrentLayer(k, cell, own, buffers, lengths, index === 0 ? 'forward' : 'reverse');
    }),
    output: rowsOf(h, B, R),
    dOutput: rowsOf(dh, B, R),
  };
}
