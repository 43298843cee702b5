import type { ArenaPlan } from './arena';
import type { Handle, Kernels } from './kernels/kernels';
import type { Optimizer } from './optimizer';
import type { ModelShape, NamedArray, UpdateReport } from './types';
import { reserveParameters, type FlatSet } from './weights';

/** All that training changes: the parameters and the optimiser's moments; and room for a copy of it. */
export interface ModelMemory {
  readonly parameters: FlatSet;
  readonly moments: readonly FlatSet[];
  readonly live: Handle;
  readonly copy: Handle;
  /** Largest magnitude in `live`; infinite while unknown. */
  largest: number;
}

export function reserveModel(plan: ArenaPlan, shape: ModelShape, momentCount: number): ModelMemory {
  const sets: FlatSet[] = [];
  const live = plan.flat(() => {
    for (let set = 0; set <= momentCount; set++) sets.push(reserveParameters(plan, shape));
  });
  const copy = plan.matrix(1, live.cols);
  return { parameters: sets[0], moments: sets.slice(1), live, copy, largest: Infinity };
}

/** PyTorch's `clip_grad_norm_`. */
const CLIP_EPSILON = 1e-6;
/**
 * From values below SAFE_VALUE no rule's step reaches 3e38: squares stay below 1e24, and a step below
 * rate · 1e12 / ε = 1e25, ε >= 1e-10.
 */
const SAFE_GRADIENT = 1e12;
const SAFE_RATE = 1e3;
const SAFE_VALUE = 1e30;

/** Clips the flat gradient by global norm and lets the optimiser take a step, or refuses and leaves everything as it was. */
export function takeStep(
  k: Kernels,
  model: ModelMemory,
  optimizer: Optimizer,
  gradient: Handle,
  loss: number,
  clipNorm: number,
): UpdateReport {
  const gradientNorm = Math.sqrt(k.sumSquares(gradient));
  const clipFactor = clipNorm > 0 ? Math.min(1, clipNorm / (gradientNorm + CLIP_EPSILON)) : 1;
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
    return { gradientNorm, clipFactor: 1, learningRate: 0, finite: false };

  const step = optimizer.step;
  const rule = optimizer.next(clipFactor);
  const parameters = model.parameters.flat;
  const moment = (index: number): Handle => model.moments[index]?.flat ?? parameters;
  const [first, second] = [moment(0), moment(rule.first ? 1 : 0)];
  // The copy costs as much as a quarter of the update: it is made only when a step might leave float32's range.
  const safe = gradientNorm * clipFactor < SAFE_GRADIENT && rule.rate < SAFE_RATE && model.largest < SAFE_VALUE;
  if (!safe) k.copy(model.copy, model.live);
  const largest = k.update(parameters, gradient, first, second, rule);
  const finite = largest < Infinity;
  if (finite) model.largest = largest;
  else {
    k.copy(model.live, model.copy);
    optimizer.restore(step);
  }
  return { gradientNorm, clipFactor, learningRate: rule.rate, finite };
}

/** Parameters, gradients or a moment as named arrays. */
export function readSet(k: Kernels, { named, table }: FlatSet): NamedArray[] {
  return table.map(({ name, shape }) => ({ name, shape, data: k.read(named.get(name)!) }));
}

/** Writes named arrays into their places. Unknown names and wrong shapes throw a `RangeError` that names them. */
export function writeSet(k: Kernels, { named, table }: FlatSet, arrays: readonly NamedArray[]): void {
  for (const { name, shape, data } of arrays) {
    const expected = table.find((own) => own.name === name)?.shape;
    if (!expected) throw new RangeError(`This model has no tensor named ${name}.`);
    const { rows, cols } = named.get(name)!;
    if (shape.join(' × ') !== expected.join(' × ') || data.length !== rows * cols)
      throw new RangeError(`Tensor ${name} has shape ${shape.join(' × ')}; this model needs ${expected.join(' × ')}.`);
  }
  // Only now: a refused list changes nothing.
  for (const { name, data } of arrays) k.write(named.get(name)!, data);
}
