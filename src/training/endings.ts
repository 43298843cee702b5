/** Why a run comes to rest, in words for the user with the next step. */
import type { LossUnit, RunReason } from '../protocol/run';

/** ln of the largest float32: above this loss (nats per token) the perplexity e^loss is infinite. */
const LARGEST_LOSS = 88.72;

/** A loss that says nothing any more: NaN, infinite, or of infinite perplexity (softmax gives the text no chance). */
export function isDiverged(loss: number): boolean {
  return !(loss <= LARGEST_LOSS);
}

const count = (value: number) => value.toLocaleString('en');

/** `step` was not applied. */
export function describeDivergence(step: number, loss: number, learningRate: number): RunReason {
  const what = isDiverged(loss)
    ? `the loss became ${Number.isFinite(loss) ? `${loss.toPrecision(2)} nats, an infinite perplexity` : loss}`
    : 'a gradient or a parameter became infinite';
  const message =
    `Training stopped at step ${count(step)}: ${what}. The learning rate ${learningRate} is too high for this model; ` +
    `restart with a tenth of it (${Number((learningRate / 10).toPrecision(6))}).`;
  return { code: 'nonFinite', message };
}

export function describeLimit(step: number): RunReason {
  return {
    code: 'maxSteps',
    message: `Finished after ${count(step)} steps, as many as were asked for. Continue to train on.`,
  };
}

export function describePatience(
  validations: number,
  best: { readonly loss: number; readonly step: number },
  unit: LossUnit,
): RunReason {
  const message =
    `Finished: ${count(validations)} validations brought nothing better than ${best.loss.toFixed(3)} nats per ${unit} ` +
    `at step ${count(best.step)}. Continue to train on.`;
  return { code: 'patience', message };
}

export function describeStop(step: number): RunReason {
  return { code: 'user', message: `Stopped after step ${count(step)}. Continue goes on from there.` };
}
