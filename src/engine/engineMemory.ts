import type { ArenaPlan } from './arena';
import { firstHalf } from './halves';
import { Optimizer } from './optimizer';
import { reservePass, type PassMemory } from './passMemory';
import type { EngineOptions } from './types';
import { reserveModel, type ModelMemory } from './update';
import { modelWeights, reserveParameters, type FlatSet, type ModelWeights } from './weights';

/** Every place of an engine in its arena. The same options give the same places, in whichever thread. */
export interface EngineMemory {
  readonly model: ModelMemory;
  readonly weights: ModelWeights;
  /** One timestep's share of each parameter's gradient. */
  readonly item: FlatSet;
  /** The gradients of the two halves. */
  readonly partial: readonly [FlatSet, FlatSet];
  readonly upper: PassMemory;
  readonly lower: PassMemory;
  readonly probe: PassMemory;
  readonly sample: PassMemory;
}

export function reserveEngine(plan: ArenaPlan, options: EngineOptions): EngineMemory {
  const { shape, sizes } = options;
  const { momentNames } = new Optimizer(options.optimizer, options.learningRate, options.momentum);
  const model = reserveModel(plan, shape, momentNames.length);
  const weights = modelWeights(plan, shape, model.parameters.named);
  const item = reserveParameters(plan, shape);
  const partial = [reserveParameters(plan, shape), reserveParameters(plan, shape)] as const;
  const half = firstHalf(sizes.rows);
  return {
    model,
    weights,
    item,
    partial,
    upper: reservePass(plan, shape, sizes.steps, half, partial[0]),
    lower: reservePass(plan, shape, sizes.steps, half, partial[1]),
    probe: reservePass(plan, shape, sizes.probeSteps, 1, null),
    sample: reservePass(plan, shape, 1, 1, null),
  };
}
