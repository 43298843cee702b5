/** The loss on the text kept back: a fixed list of batches, evaluated one at a time so that a pause need not wait. */
import type { Engine } from '../engine/types';
import type { PreparedTask } from '../tasks/task';

/** Steps between two validations: at most one in four batches is a validation batch, unless that would be too rare. */
export function validationInterval(batches: number): number {
  return Math.min(1000, Math.max(25, 4 * batches));
}

/** One validation under way. */
export class Validation {
  private index = 0;
  private lossSum = 0;
  private targetCount = 0;

  constructor(
    private readonly task: PreparedTask,
    private readonly engine: Engine,
  ) {}

  /** Evaluates the next batch. Returns the mean loss in nats per token once all are done, null before. */
  advance(): number | null {
    const { validation, validationCarries } = this.task;
    const carries = validationCarries && this.index > 0;
    const initial = carries ? this.engine.finalStates('training') : null;
    const { lossSum, targetCount } = this.engine.evaluate({ ...validation[this.index]!, initial });
    this.lossSum += lossSum;
    this.targetCount += targetCount;
    this.index++;
    return this.index < validation.length ? null : this.lossSum / this.targetCount;
  }
}
