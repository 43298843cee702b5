import type { ArenaPlan } from './arena';
import { firstHalf } from './halves';
import { Optimizer } from './optimizer';
import { PassRoom } from './pass';
import type { EngineOptions } from './types';
import { reserveModel } from './update';
import { modelWeights, reserveParameters, type FlatSet } from './weights';

/** Every place of an engine in its arena. The same options give the same places, in whichever thread. */
export function reserveEngine(plan: ArenaPlan, options: EngineOptions, tokenTable = true) {
  const { shape, sizes } = options;
  const { momentNames } = new Optimizer(options.optimizer, options.learningRate, options.momentum);
  const model = reserveModel(plan, shape, momentNames.length);
  const weights = modelWeights(plan, shape, model.parameters.named);
  const set = (): FlatSet => reserveParameters(plan, shape);
  const room = (steps: number, rows: number, gradients: FlatSet | null): PassRoom =>
    new PassRoom(plan, weights, steps, rows, gradients, tokenTable);
  /** The gradients of the two halves. */
  const partial = [set(), set()] as const;
  const half = firstHalf(sizes.rows);
  return {
    model,
    weights,
    partial,
    /** One timestep's share of each parameter's gradient. */
    item: set(),
    halves: [room(sizes.steps, half, partial[0]), room(sizes.steps, half, partial[1])] as const,
    probe: room(sizes.probeSteps, 1, null),
    sample: room(1, 1, null),
  };
}
