/**
 * How the learning rate changes from step to step. `warmup` steps rise to it in a straight line (Goyal et al. 2017); then
 * it stays, falls along half a cosine to `floor` times itself over the `steps` that remain of the whole (Loshchilov &
 * Hutter 2017), or is multiplied by `factor` after every so many steps.
 */
export type Schedule = { readonly warmup?: number } & (
  | { readonly kind: 'constant' }
  | { readonly kind: 'cosine'; readonly steps: number; readonly floor?: number }
  | { readonly kind: 'step'; readonly every: number; readonly factor: number }
);

/** What the learning rate is multiplied by at a step; the first is 1. */
export function scheduledShare(schedule: Schedule, step: number): number {
  const { warmup = 0 } = schedule;
  if (step <= warmup) return step / warmup;
  const passed = step - 1 - warmup;
  switch (schedule.kind) {
    case 'constant':
      return 1;
    case 'cosine': {
      const { steps, floor = 0 } = schedule;
      const progress = Math.min(1, passed / Math.max(1, steps - warmup));
      return floor + (1 - floor) * 0.5 * (1 + cosineOfPi(progress));
    }
    case 'step': {
      let share = 1;
      for (let falls = Math.floor(passed / schedule.every); falls > 0; falls--) share *= schedule.factor;
      return share;
    }
  }
}

/** Throws a `RangeError` in words for a schedule that makes no sense. */
export function checkSchedule(schedule: Schedule): void {
  const counts = { warmup: schedule.warmup ?? 0, ...(schedule.kind === 'cosine' ? { steps: schedule.steps } : {}) };
  for (const [name, value] of Object.entries(counts))
    if (!Number.isInteger(value) || value < 0)
      throw new RangeError(`The schedule's ${name} must be a whole number of steps, not ${value}.`);
  if (schedule.kind === 'step' && !(Number.isInteger(schedule.every) && schedule.every >= 1 && schedule.factor > 0))
    throw new RangeError('A step schedule needs a whole number of steps of at least 1 and a factor above 0.');
}

/** cos(πx) for x in [0, 1] by its Taylor series, error below 1e-14: `Math.cos` may differ in bits between builds. */
function cosineOfPi(x: number): number {
  const near = x <= 0.5 ? x : 1 - x;
  const z = -(Math.PI * near) * (Math.PI * near);
  let sum = 1;
  for (let n = 22; n > 0; n -= 2) sum = 1 + (sum * z) / (n * (n - 1));
  return x <= 0.5 ? sum : -sum;
}
