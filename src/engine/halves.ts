import type { Generator } from './generator';
import type { Kernels } from './kernels/kernels';
import { never, type Pass, type PassRoom, type Training } from './pass';
import type { SecondThread } from './secondThread';
import { CANCELLED, type Batch, type LayerStates, type PassReport } from './types';
import type { FlatSet } from './weights';

/** One half of a batch: its pass, and its first row. */
export interface Half {
  readonly pass: Pass;
  readonly first: number;
}

/** How to train on a batch; `weight` is the share of its mean loss in the gradient, `dropout` draws what is dropped. */
interface HalvesTraining extends Omit<Training, 'scale'> {
  readonly weight: number;
  readonly dropout: Generator | null;
}

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
    private readonly rooms: readonly [PassRoom, PassRoom],
    private readonly partial: readonly [FlatSet, FlatSet],
    private readonly thread: SecondThread | null,
  ) {}

  /** The gradient of the mean loss over the whole batch, after `gradients`. */
  get total(): FlatSet {
    return this.partial[0];
  }

  gradients(batch: Batch, training: HalvesTraining, cancelled: () => boolean): PassReport | typeof CANCELLED {
    const targetCount = this.load(batch);
    const { weight, dropout, truncation, accumulate } = training;
    if (dropout) for (const { pass } of this.active) pass.drawDropout(dropout);
    const scale = targetCount > 0 ? weight / targetCount : 0;
    const lossSum = this.run({ scale, truncation, accumulate }, cancelled);
    if (lossSum === null) return CANCELLED;
    if (this.active.length === 2) this.k.add(this.total.flat, this.partial[1].flat);
    this.reached = 'backward';
    return { loss: lossSum / targetCount, targetCount };
  }

  evaluate(batch: Batch): { readonly lossSum: number; readonly targetCount: number } {
    const targetCount = this.load(batch);
    const lossSum = this.run(null, never)!;
    this.reached = 'forward';
    return { lossSum, targetCount };
  }

  /** What the model gave for the last batch: R × O time-major, or B × O when it pools. */
  answers(): Float64Array {
    const cols = this.active[0].pass.answers.cols;
    const rows = this.active.reduce((sum, { pass }) => sum + pass.rows, 0);
    const count = this.active.reduce((sum, { pass }) => sum + pass.answers.rows, 0);
    const whole = new Float64Array(count * cols);
    for (const { pass, first } of this.active) {
      const values = this.k.read(pass.answers);
      for (let i = 0; i < pass.answers.rows; i++) {
        const at = Math.floor(i / pass.rows) * rows + first + (i % pass.rows);
        whole.set(values.subarray(i * cols, (i + 1) * cols), at * cols);
      }
    }
    return whole;
  }

  /** The states of both halves as one, B × H each. */
  readStates(which: 'final' | 'initialGradient'): LayerStates {
    const [upper, lower] = this.active.map(({ pass }) => pass.readStates(which));
    if (!lower) return upper;
    return upper.map((states, layer) =>
      Object.fromEntries(Object.entries(states).map(([name, own]) => [name, concatenate(own, lower[layer][name])])),
    );
  }

  /** Runs both halves, the second on its own thread when there is one. The sum of losses, or null when cancelled. */
  private run(training: Training | null, cancelled: () => boolean): number | null {
    const [upper, lower] = this.active;
    const thread = lower && this.thread?.ready ? this.thread : null;
    const other = training && { ...training, accumulate: false };
    thread?.begin(lower.pass, other);
    const first = upper.pass.run(training, cancelled);
    let second: number | null = first === null || lower ? null : 0;
    if (thread) second = thread.finish(() => first === null || cancelled());
    // A thread that died leaves its half to this one.
    if (lower && first !== null && !thread?.answered) second = lower.pass.run(other, cancelled);
    return first === null || second === null ? null : first + second;
  }

  private load(batch: Batch): number {
    this.reached = 'nothing';
    const split = firstHalf(batch.rows);
    const half = (index: number, first: number, rows: number): Half => ({
      pass: this.rooms[index].of(this.k, batch.steps, rows),
      first,
    });
    const rest = batch.rows - split;
    this.active = [half(0, 0, split), ...(rest > 0 ? [half(1, split, rest)] : [])];
    return this.active.reduce((count, { pass, first }) => count + pass.load(batch, first), 0);
  }
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
