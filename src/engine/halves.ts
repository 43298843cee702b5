import type { Generator } from './generator';
import type { Kernels } from './kernels/kernels';
import type { Pass, Training } from './pass';
import type { SecondThread } from './secondThread';
import { CANCELLED, type Batch, type LayerStates, type PassReport } from './types';
import type { FlatSet } from './weights';

/** One half of a batch: its pass, and its first row. */
export interface Half {
  readonly pass: Pass;
  readonly first: number;
}

/** How to train on a batch; `weight` is the share of its mean loss in the gradient. */
interface HalvesTraining extends Omit<Training, 'scale'> {
  readonly weight: number;
  /** Draws what is dropped. */
  readonly dropout: Generator | null;
}

/** Rows of the first half of a batch. */
export function firstHalf(rows: number): number {
  return Math.ceil(rows / 2);
}

/**
 * The training batch, always run as two fixed halves of its rows with private gradients and one reduction in a fixed
 * order: whether one thread runs both halves or two share them changes no bit.
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
    private readonly thread: SecondThread | null,
  ) {}

  /** The gradient of the mean loss over the whole batch, after `gradients`. */
  get total(): FlatSet {
    return this.partial[0];
  }

  gradients(batch: Batch, training: HalvesTraining, cancelled: () => boolean): PassReport | typeof CANCELLED {
    const targetCount = this.load(batch);
    const { weight, dropout, ...how } = training;
    if (dropout) for (const { pass } of this.active) pass.drawDropout(dropout);
    const upper: Training = { ...how, scale: targetCount > 0 ? weight / targetCount : 0 };
    const lower: Training = { ...upper, accumulate: false };
    const lossSum = this.both(
      (pass, half) => pass.train(half === 0 ? upper : lower, cancelled),
      (thread, pass) => thread.train(pass, lower),
      cancelled,
    );
    if (lossSum === null) return CANCELLED;
    if (this.active.length === 2) this.k.add(this.total.flat, this.partial[1].flat);
    this.reached = 'backward';
    return { loss: lossSum / targetCount, targetCount };
  }

  evaluate(batch: Batch): { readonly lossSum: number; readonly targetCount: number } {
    const targetCount = this.load(batch);
    const lossSum = this.both(
      (pass) => pass.evaluate(),
      (thread, pass) => thread.evaluate(pass),
      never,
    )!;
    this.reached = 'forward';
    return { lossSum, targetCount };
  }

  /** What the model gave for the last batch: R × O time-major, or B × O when it pools. */
  answers(): Float64Array {
    const rows = this.active.reduce((sum, { pass }) => sum + pass.rows, 0);
    const parts = this.active.map(({ pass, first }) => ({ first, rows: pass.rows, of: pass.answers }));
    const count = parts.reduce((sum, { of }) => sum + of.rows, 0);
    const whole = new Float64Array(count * parts[0].of.cols);
    for (const { first, rows: own, of } of parts) {
      const values = this.k.read(of);
      for (let i = 0; i < of.rows; i++) {
        const at = Math.floor(i / own) * rows + first + (i % own);
        whole.set(values.subarray(i * of.cols, (i + 1) * of.cols), at * of.cols);
      }
    }
    return whole;
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

  /** Runs both halves, the second on its own thread when there is one. The sum of losses, or null when cancelled. */
  private both(
    run: (pass: Pass, half: number) => number | null,
    send: (thread: SecondThread, pass: Pass) => void,
    cancelled: () => boolean,
  ): number | null {
    const [upper, lower] = this.active;
    const thread = lower && this.thread?.ready ? this.thread : null;
    if (thread) send(thread, lower.pass);
    const first = run(upper.pass, 0);
    let second: number | null = first === null || lower ? null : 0;
    if (thread) second = thread.finish(() => first === null || cancelled());
    // A thread that died leaves its half to this one.
    if (lower && first !== null && !thread?.answered) second = run(lower.pass, 1);
    return first === null || second === null ? null : first + second;
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
