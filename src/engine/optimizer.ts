import type { UpdateRule } from './kernels/kernels';
import { scheduledShare, type Schedule } from './schedule';
import type { EngineOptions } from './types';

export type OptimizerKind = EngineOptions['optimizer'];

const BETA1 = 0.9;
const BETA2 = 0.999;

const ADAM = {
  first: { keep: BETA1, take: 1 - BETA1 },
  second: { keep: BETA2, take: 1 - BETA2 },
  epsilon: 1e-8,
  momentNames: ['exp_avg', 'exp_avg_sq'],
} as const;

/** PyTorch's default hyper-parameters (`torch.optim`), but for the learning rate, and its names of the moments. */
const DEFAULTS = {
  sgd: { first: null, second: null, epsilon: 0, decay: 0, momentNames: [] },
  adagrad: { first: null, second: { keep: 1, take: 1 }, epsilon: 1e-10, decay: 0, momentNames: ['sum'] },
  rmsprop: {
    first: null,
    second: { keep: 0.99, take: 1 - 0.99 },
    epsilon: 1e-8,
    decay: 0,
    momentNames: ['square_avg'],
  },
  adam: { ...ADAM, decay: 0 },
  adamw: { ...ADAM, decay: 0.01 },
} as const;

/**
 * Decides the numbers of each optimiser step; the kernel `update` applies them. Definitions are PyTorch's: sgd
 * p ← p - ηm with m ← μm + g; Adagrad; RMSprop with ε outside the root; Adam with bias correction, ε outside the root;
 * AdamW with decoupled decay 0.01.
 */
export class Optimizer {
  /** PyTorch's names of the moments kept per parameter: none, one or two. */
  readonly momentNames: readonly string[];
  private readonly first: UpdateRule['first'];
  private count = 0;
  /** β1^step and β2^step as running products, since `pow` differs between builds. */
  private power1 = 1;
  private power2 = 1;

  /** `momentum` is μ of sgd; the other kinds ignore it. */
  constructor(
    readonly kind: OptimizerKind,
    readonly rate: number,
    momentum = 0,
    private readonly schedule: Schedule = { kind: 'constant' },
  ) {
    const gathers = kind === 'sgd' && momentum > 0;
    this.momentNames = gathers ? ['momentum_buffer'] : DEFAULTS[kind].momentNames;
    this.first = gathers ? { keep: momentum, take: 1 } : DEFAULTS[kind].first;
  }

  /** Steps taken so far. */
  get step(): number {
    return this.count;
  }

  /** Advances to the next step and gives its rule; the gradient is multiplied by `gradientScale` first. */
  next(gradientScale: number): UpdateRule {
    this.advance();
    const { first, second, epsilon, decay } = DEFAULTS[this.kind];
    return {
      rate: this.rate * scheduledShare(this.schedule, this.count),
      gradientScale,
      first: this.first,
      second,
      epsilon,
      correction1: first ? 1 - this.power1 : 1,
      correction2: first ? 1 - this.power2 : 1,
      decay,
    };
  }

  /** Continues after `step` steps with the same bits as if they had been taken here. */
  restore(step: number): void {
    if (!Number.isSafeInteger(step) || step < 0)
      throw new RangeError(`An optimiser cannot continue at step ${String(step)}.`);
    this.count = 0;
    this.power1 = 1;
    this.power2 = 1;
    while (this.count < step) this.advance();
  }

  private advance(): void {
    this.count += 1;
    this.power1 *= BETA1;
    this.power2 *= BETA2;
  }
}
