import type { UpdateRule } from './kernels/kernels';
import { scheduledShare, type Schedule } from './schedule';
import type { EngineOptions } from './types';

export type OptimizerKind = EngineOptions['optimizer'];

/** PyTorch's default hyper-parameters (`torch.optim`), but for the learning rate. */
const DEFAULTS = {
  sgd: { kind: 'sgd', epsilon: 0, decay: 0, momentNames: [] },
  adagrad: { kind: 'adagrad', epsilon: 1e-10, decay: 0, momentNames: ['sum'] },
  rmsprop: { kind: 'rmsprop', epsilon: 1e-8, decay: 0, momentNames: ['square_avg'] },
  adam: { kind: 'adam', epsilon: 1e-8, decay: 0, momentNames: ['exp_avg', 'exp_avg_sq'] },
  adamw: { kind: 'adam', epsilon: 1e-8, decay: 0.01, momentNames: ['exp_avg', 'exp_avg_sq'] },
} as const;

const ALPHA = 0.99;
const BETA1 = 0.9;
const BETA2 = 0.999;

/**
 * Decides the numbers of each optimiser step; the kernel `update` applies them. Definitions are PyTorch's: sgd
 * p ← p - ηm with m ← μm + g; Adagrad; RMSprop with ε outside the root; Adam with bias correction, ε outside the root;
 * AdamW with decoupled decay 0.01.
 */
export class Optimizer {
  /** PyTorch's names of the moments kept per parameter: none, one or two. */
  readonly momentNames: readonly string[];
  private count = 0;
  /** β1^step and β2^step as running products, since `pow` differs between builds. */
  private power1 = 1;
  private power2 = 1;

  /** `momentum` is μ of sgd; the other kinds ignore it. */
  constructor(
    readonly kind: OptimizerKind,
    readonly rate: number,
    private readonly momentum = 0,
    private readonly schedule: Schedule = { kind: 'constant' },
  ) {
    this.momentNames = kind === 'sgd' && momentum > 0 ? ['momentum_buffer'] : DEFAULTS[kind].momentNames;
  }

  /** Steps taken so far. */
  get step(): number {
    return this.count;
  }

  /** Advances to the next step and gives its rule; the gradient is multiplied by `gradientScale` first. */
  next(gradientScale: number): UpdateRule {
    this.advance();
    const { kind, epsilon, decay } = DEFAULTS[this.kind];
    return {
      kind,
      rate: this.rate * scheduledShare(this.schedule, this.count),
      gradientScale,
      momentum: kind === 'sgd' ? this.momentum : 0,
      alpha: ALPHA,
      beta1: BETA1,
      beta2: BETA2,
      epsilon,
      correction1: 1 - this.power1,
      correction2: 1 - this.power2,
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
