import { colsOf, indicesOf, rowsOf } from './arena';
import type { Buffers, DIRECTION_BUFFERS, LAYER_BUFFERS } from './buffers';
import type { Cell } from './cells/cell';
import type { Contribution } from './contributions';
import type { GateStep, Handle, IndexHandle, Kernels } from './kernels/kernels';
import type { Direction } from './types';
import type { LayerWeights } from './weights';

/** Adds the biases that may be added for all timesteps at once to pre-activations of the input side. */
export function addBiases(k: Kernels, cell: Cell, weights: LayerWeights, to: Handle): void {
  k.add(to, weights.inputBias);
  if (!cell.separate) k.add(to, weights.recurrentBias);
}

/** The states' columns of this direction, and the direction's own buffers. */
export type LayerBuffers = Buffers<typeof LAYER_BUFFERS> & Buffers<typeof DIRECTION_BUFFERS>;
/** The buffers that have a row for every position. */
type Positions = Omit<LayerBuffers, 'recurrent' | 'dhCut' | 'dcCut'>;

/** A timestep, and the same with its way back to the step before cut off. */
interface Steps {
  readonly whole: GateStep;
  readonly cut: GateStep;
}

/**
 * One direction of a recurrent layer: a cell, repeated over time. The states of a sequence stand in T + 1 blocks of B
 * rows; the first block of a forward layer and the last of a reverse layer hold the initial state.
 */
export class RecurrentLayer {
  /** The values at every position, R rows time-major: of a state, the state after that timestep. */
  positions!: Positions;
  /** B rows each: the states before the first processed step and after the last, and gradients of the former. */
  initial!: Readonly<Record<'h' | 'c' | 'dh' | 'dc', Handle>>;
  final!: Readonly<Record<'h' | 'c', Handle>>;
  /** h_{t-1} at every position. */
  private previous!: Handle;
  private dMemory!: Handle;
  private steps: Steps[] = [];

  constructor(
    private readonly k: Kernels,
    private readonly cell: Cell,
    private readonly weights: LayerWeights,
    private readonly buffers: LayerBuffers,
    private readonly lengths: IndexHandle,
    readonly direction: Direction,
  ) {}

  /** Cuts the buffers to T timesteps of B rows, and prepares every handle of the time loops. */
  resize(T: number, B: number): void {
    const { cell } = this;
    const shift = this.direction === 'forward' ? 1 : 0;
    // h and dh have room before the first position and after the last: a reverse layer leaves the former to its twin.
    const buffers = {
      ...this.buffers,
      h: rowsOf(this.buffers.h, (1 - shift) * B, (T + 1) * B),
      dh: rowsOf(this.buffers.dh, (1 - shift) * B, (T + 1) * B),
    };
    const block = (buffer: Handle, index: number): Handle => rowsOf(buffer, index * B, B);
    const after = (buffer: Handle): Handle => rowsOf(buffer, shift * B, T * B);
    const at = (buffer: Handle): Handle => rowsOf(buffer, 0, T * B);
    const da = at(buffers.da);
    const daRecurrent = cell.separate ? at(buffers.daRecurrent) : da;
    this.positions = {
      h: after(buffers.h),
      c: after(buffers.c),
      dh: after(buffers.dh),
      dc: after(buffers.dc),
      gates: at(buffers.gates),
      kept: at(buffers.kept),
      da,
      daRecurrent,
    };
    this.previous = rowsOf(buffers.h, (1 - shift) * B, T * B);
    this.dMemory = rowsOf(buffers.dc, 0, (T + 1) * B);
    const first = this.direction === 'forward' ? 0 : T;
    this.initial = {
      h: block(buffers.h, first),
      c: block(buffers.c, first),
      dh: block(buffers.dh, first),
      dc: block(buffers.dc, first),
    };
    this.final = { h: block(buffers.h, T - first), c: block(buffers.c, T - first) };

    const recurrent = block(buffers.recurrent, 0);
    const [dhCut, dcCut] = [block(buffers.dhCut, 0), block(buffers.dcCut, 0)];
    const lengths = indicesOf(this.lengths, 0, B);
    this.steps = Array.from({ length: T }, (_, index): Steps => {
      const t = this.direction === 'forward' ? index : T - 1 - index;
      const [now, before] = [t + shift, t + 1 - shift];
      const whole: GateStep = {
        t,
        lengths,
        gates: block(buffers.gates, t),
        da: block(da, t),
        daRecurrent: block(daRecurrent, t),
        kept: block(buffers.kept, t),
        recurrent,
        h: block(buffers.h, now),
        hPrev: block(buffers.h, before),
        dh: block(buffers.dh, now),
        dhPrev: block(buffers.dh, before),
        c: block(buffers.c, now),
        cPrev: block(buffers.c, before),
        dc: block(buffers.dc, now),
        dcPrev: block(buffers.dc, before),
      };
      return { whole, cut: { ...whole, dhPrev: dhCut, dcPrev: dcCut } };
    });
  }

  /** The input side of every pre-activation in one product: gates = input · W_ihᵀ + b_ih. `input` has R rows. */
  project(input: Handle): void {
    this.k.matmul(this.positions.gates, input, this.weights.input, false);
    addBiases(this.k, this.cell, this.weights, this.positions.gates);
  }

  /** The time loop, from the initial state. The input side must be in `positions.gates`. False when cancelled. */
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
      const cut = truncation > 0 && index > 0 && index % truncation === 0;
      this.cell.backward(this.k, this.weights, cut ? this.steps[index].cut : this.steps[index].whole);
    }
    return true;
  }

  /** Adds dL/d(input) for all positions in one product, or writes it. */
  backwardInput(dInput: Handle, accumulate: boolean): void {
    this.k.matmul(dInput, this.positions.da, this.weights.inputBack, accumulate);
  }

  /** What each position adds to the gradient of W_ih, given the layer's input (R rows). */
  inputContribution(input: Handle): Contribution {
    const { names } = this.weights;
    return { kind: 'outer', parameter: names.inputWeight, firstRow: 0, left: this.positions.da, right: input };
  }

  /** What each position adds to the layer's other gradients. */
  recurrentContributions(): Contribution[] {
    const { names } = this.weights;
    const { da, daRecurrent, kept } = this.positions;
    const parameter = names.recurrentWeight;
    const split = this.weights.recurrent.cols;
    const rest = daRecurrent.cols - split;
    const previous = colsOf(daRecurrent, 0, split);
    return [
      { kind: 'outer', parameter, firstRow: 0, left: previous, right: this.previous },
      ...(rest > 0
        ? [{ kind: 'outer', parameter, firstRow: split, left: colsOf(daRecurrent, split, rest), right: kept } as const]
        : []),
      { kind: 'rows', parameter: names.inputBias, left: da },
      { kind: 'rows', parameter: names.recurrentBias, left: daRecurrent },
    ];
  }
}
