import type { Contribution } from './contributions';
import type { Handle } from './kernels/kernels';
import type { StackedLayer } from './stackedLayer';
import type { Batch } from './types';
import type { ParameterSet } from './weights';

/** What stands below the first recurrent layer: embedded tokens, or vectors as they come. */
export interface InputLayer {
  /** The input at every position, R × E. */
  readonly x: Handle;
  /** Cuts the input to R positions. `tokenTable` allows the token table, used where it pays. */
  resize(R: number, tokenTable: boolean): void;
  /** Takes the rows `[first, first + rows)` of a checked batch. */
  load(batch: Batch, first: number, rows: number): void;
  /** Fills the layer's pre-activations with x_t · W_ihᵀ + b. */
  forward(layer: StackedLayer): void;
  /** Adds to the gradients of the layer's W_ih and of what stands below it. */
  gradients(layer: StackedLayer, gradients: ParameterSet): void;
  /** What each position adds to those gradients, after the backward. */
  contributions(layer: StackedLayer): readonly Contribution[];
}
