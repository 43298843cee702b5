/** The loss on the text kept back: a fixed list of batches, evaluated one at a time so that a pause need not wait. */
import type { Batch, Engine } from '../engine/types';
import type { PreparedTask } from '../tasks/task';

/** Steps between two validations: at most one in four batches is a validation batch, unless that would be too rare. */
export function validationInterval(batches: number): number {
  return Math.min(1000, Math.max(25, 4 * batches));
}

/** What a validation found. */
export interface Validated {
  /** Mean loss in nats per token or labelled text. */
  readonly loss: number;
  /** For a model with labels: texts by true label, then by the label given, row-major. */
  readonly counts: Int32Array | null;
}

/** One validation under way. */
export class Validation {
  private index = 0;
  private lossSum = 0;
  private targetCount = 0;
  private readonly counts: Int32Array | null;

  constructor(
    private readonly task: PreparedTask,
    private readonly engine: Engine,
  ) {
    this.counts = task.labels && new Int32Array(task.labels.length ** 2);
  }

  /** Evaluates the next batch. Returns the findings once all are done, null before. */
  advance(): Validated | null {
    const { validation, carries } = this.task;
    const initial = carries && this.index > 0 ? this.engine.finalStates('training') : null;
    const batch = validation[this.index]!;
    const { lossSum, targetCount } = this.engine.evaluate({ ...batch, initial });
    this.lossSum += lossSum;
    this.targetCount += targetCount;
    if (this.counts) countAnswers(this.counts, batch, this.engine.lastAnswers());
    this.index++;
    return this.index < validation.length ? null : { loss: this.lossSum / this.targetCount, counts: this.counts };
  }
}

/** Adds what a batch was given: a row's label is the target at its last step. `answers`: B × labels. */
function countAnswers(counts: Int32Array, { rows, lengths, targets }: Batch, answers: Float64Array): void {
  const labels = answers.length / rows;
  for (let row = 0; row < rows; row++) {
    const scores = answers.subarray(row * labels, (row + 1) * labels);
    const given = scores.reduce((best, score, label) => (score > scores[best]! ? label : best), 0);
    counts[targets[(lengths[row]! - 1) * rows + row]! * labels + given]!++;
  }
}
