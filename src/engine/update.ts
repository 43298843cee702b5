import type { ArenaPlan } from './arena';
import type { Handle, Kernels } from './kernels/kernels';
import type { Optimizer } from './optimizer';
import type { ModelShape, NamedArray, UpdateReport } from './types';
import { reserveParameters, type ParameterSet } from './weights';

/** All that training changes: the parameters and the optimiser's moments; and room for a copy of it. */
export interface ModelMemory {
  readonly parameters: ParameterSet;
  readonly moments: readonly ParameterSet[];
  readonly live: Handle;
  readonly copy: Handle;
}

export function reserveModel(plan: ArenaPlan, shape: ModelShape, momentCount: number): ModelMemory {
  const sets: ParameterSet[] = [];
  const live = plan.flat(() => {
    for (let set = 0; set <= momentCount; set++) sets.push(reserveParameters(plan, shape));
  });
  const copy = plan.matrix(1, live.cols);
  return { parameters: sets[0], moments: sets.slice(1), live, copy };
}

/** PyTorch's `clip_grad_norm_`. */
const CLIP_EPSILON = 1e-6;

/** Clips by global norm and lets the optimiser take a step, or refuses and leaves everything as it was. */
export function takeStep(
  k: Kernels,
  model: ModelMemory,
  optimizer: Optimizer,
  gradients: ParameterSet,
  loss: number,
  clipNorm: number,
): UpdateReport {
  let squares = 0;
  for (const gradient of gradients.values()) squares += k.sumSquares(gradient);
  const gradientNorm = Math.sqrt(squares);
  const clipFactor = clipNorm > 0 ? Math.min(1, clipNorm / (gradientNorm + CLIP_EPSILON)) : 1;
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) return { gradientNorm, clipFactor: 1, finite: false };

  k.copy(model.copy, model.live);
  const step = optimizer.step;
  const rule = optimizer.next(clipFactor);
  const [first, second] = model.moments;
  for (const [name, parameter] of model.parameters) {
    const unused = parameter;
    k.update(parameter, gradients.get(name)!, first?.get(name) ?? unused, second?.get(name) ?? unused, rule);
  }
  const finite = k.allFinite(model.live);
  if (!finite) {
    k.copy(model.live, model.copy);
    optimizer.restore(step);
  }
  return { gradientNorm, clipFactor, finite };
}

/** Parameters, gradients or a moment as named arrays. */
export function readSet(k: Kernels, set: ParameterSet, shapes: ReadonlyMap<string, readonly number[]>): NamedArray[] {
  return [...set].map(([name, handle]) => ({ name, shape: shapes.get(name)!, data: k.read(handle) }));
}

/** Writes named arrays into their places. Unknown names and wrong shapes throw a `RangeError` that names them. */
export function writeSet(
  k: Kernels,
  set: ParameterSet,
  shapes: ReadonlyMap<string, readonly number[]>,
  arrays: readonly NamedArray[],
): void {
  for (const { name, shape, data } of arrays) {
    const expected = shapes.get(name);
    if (!expected) throw new RangeError(`This model has no tensor named ${name}.`);
    const handle = set.get(name)!;
    if (shape.join(' × ') !== expected.join(' × ') || data.length !== handle.rows * handle.cols)
      throw new RangeError(`Tensor ${name} has shape ${shape.join(' × ')}; this model needs ${expected.join(' × ')}.`);
  }
  // Only now: a refused list changes nothing.
  for (const { name, data } of arrays) k.write(set.get(name)!, data);
}
