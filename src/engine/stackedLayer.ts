import { colsOf, rowsOf } from './arena';
import type { Buffers, DIRECTION_BUFFERS, LAYER_BUFFERS } from './buffers';
import type { Cell } from './cells/cell';
import type { Contribution } from './contributions';
import type { Handle, IndexHandle, Kernels } from './kernels/kernels';
import { RecurrentLayer } from './layer';
import type { LayerWeights } from './weights';

/** Places of one layer of the stack: the states of all its directions side by side, and each direction's own. */
export interface StackedBuffers {
  readonly states: Buffers<typeof LAYER_BUFFERS>;
  readonly directions: readonly Buffers<typeof DIRECTION_BUFFERS>[];
}

/**
 * One layer of the stack: one direction, or two over the same input, each row read backwards within its own length
 * (Schuster & Paliwal 1997). Its output is [h→ ; h←] at every position, without a copy.
 */
export class StackedLayer {
  readonly directions: readonly RecurrentLayer[];
  /** R × D·H each: the states of all directions at every position, and their gradients. */
  output!: Handle;
  dOutput!: Handle;

  constructor(
    k: Kernels,
    cell: Cell,
    weights: readonly LayerWeights[],
    private readonly buffers: StackedBuffers,
    lengths: IndexHandle,
  ) {
    const { states } = buffers;
    this.directions = weights.map((own, index) => {
      const width = own.recurrentWeight.cols;
      const place = {
        ...buffers.directions[index],
        h: colsOf(states.h, index * width, width),
        dh: colsOf(states.dh, index * width, width),
      };
      return new RecurrentLayer(k, cell, own, place, lengths, index === 0 ? 'forward' : 'reverse');
    });
  }

  /** Cuts the layer to T timesteps of B rows. */
  resize(T: number, B: number): void {
    for (const direction of this.directions) direction.resize(T, B);
    this.output = rowsOf(this.buffers.states.h, B, T * B);
    this.dOutput = rowsOf(this.buffers.states.dh, B, T * B);
  }

  /** The input side of every pre-activation. `input` has R rows. */
  project(input: Handle): void {
    for (const direction of this.directions) direction.project(input);
  }

  /** The time loops. False when cancelled. */
  forward(cancelled: () => boolean): boolean {
    return this.directions.every((direction) => direction.forward(cancelled));
  }

  /** Backpropagation through time from the direct gradient in `dOutput`, which turns into the total. False when cancelled. */
  backward(truncation: number, cancelled: () => boolean): boolean {
    return this.directions.every((direction) => direction.backward(truncation, cancelled));
  }

  /** dL/d(input) at every position, summed over the directions. */
  backwardInput(dInput: Handle): void {
    this.directions.forEach((direction, index) => direction.backwardInput(dInput, index > 0));
  }

  inputContributions(input: Handle): Contribution[] {
    return this.directions.map((direction) => direction.inputContribution(input));
  }

  recurrentContributions(): Contribution[] {
    return this.directions.flatMap((direction) => direction.recurrentContributions());
  }
}
