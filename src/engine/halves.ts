import type { Kernels } from './kernels/kernels';
import type { Pass } from './pass';
import { CANCELLED, type Batch, type LayerStates, type PassReport } from './types';
import type { FlatSet } from './weights';

/** One half of a batch: its pass, and its first row. */
export interface Half {
  readonly pass: Pass;
  readonly first: number;
}

/** Rows of the first half of a batch. */
export function firstHalf(rows: number): number {
  return Math.ceil(rows / 2);
}

/**
 * The training batch, always run as two fixed halves of its rows with private gradients and one reduction in a fixed
 * order: however many workers share the halves, they change no bit.
 */
export class Halves {
  /** The halves that have rows in the last batch. */
  active: readonly Half[] = [];
  /** How far the last batch came: only what is whole may be read. */
  reached: 'nothing' | 'forward' | 'backward' = 'nothing';

  constructor(
    private readonly k: Kernels,
    private readonly passes: readonly [Pass, Pass],
    private readonly partial: readonly [FlatSet, FlatSet],
  ) {}

  /** The gradient of the mean loss over the whole batch, after `gradients`. */
  get total(): FlatSet {
    return this.partial[0];
  }

  gradients(batch: Batch, truncation: number, cancelled: () => boolean): PassReport | typeof CANCELLED {
    const targetCount = this.load(batch);
    if (!this.active.every(({ pass }) => pass.forward(cancelled))) return CANCELLED;
    const lossSum = this.loss(targetCount);
    if (!this.active.every(({ pass }) => pass.backward(truncation, cancelled))) return CANCELLED;
    if (this.active.length === 2) this.k.add(this.total.flat, this.partial[1].flat);
    this.reached = 'backward';
    return { loss: lossSum / targetCount, targetCount };
  }

  evaluate(batch: Batch): { readonly lossSum: number; readonly targetCount: number } {
    const targetCount = this.load(batch);
    for (const { pass } of this.active) pass.forward(never);
    const lossSum = this.loss(targetCount);
    this.reached = 'forward';
    return { lossSum, targetCount };
  }

  /** The states of both halves as one, B × H each. */
  readStates(which: 'final' | 'initialGradient'): LayerStates {
    const [upper, lower] = this.active.map(({ pass }) => pass.readStates(which));
    if (!lower) return upper;
    return upper.map((states, layer) =>
      Object.fromEntries(
        Object.entries(states).map(([state, values]) => [state, concatenate(values, lower[layer][state])]),
      ),
    );
  }

  private load(batch: Batch): number {
    this.reached = 'nothing';
    const split = firstHalf(batch.rows);
    this.active = [
      { pass: this.passes[0], first: 0 },
      ...(batch.rows > split ? [{ pass: this.passes[1], first: split }] : []),
    ];
    return this.active.reduce(
      (count, { pass, first }) => count + pass.load(batch, first, first === 0 ? split : batch.rows - split),
      0,
    );
  }

  private loss(targetCount: number): number {
    const scale = targetCount > 0 ? 1 / targetCount : 0;
    return this.active.reduce((sum, { pass }) => sum + pass.loss(scale), 0);
  }
}

/** For passes that are never abandoned. */
export function never(): boolean {
  return false;
}

function concatenate(
  upper: Float32Array | Float64Array,
  lower: Float32Array | Float64Array,
): Float32Array | Float64Array {
  const length = upper.length + lower.length;
  const both = upper instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  both.set(upper);
  both.set(lower, upper.length);
  return both;
}
