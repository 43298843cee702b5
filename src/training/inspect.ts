/** One timestep of a trace, read closely. */
import type { EngineWiring } from '../engine/types';
import type { Inspection } from '../protocol/messages';
import { softmax } from './softmax';
import type { Trace } from './traces';

const TOP_TOKENS = 5;
const STRONGEST_UNITS = 8;

/**
 * `labels`: what the model chooses among when that is not the next token; it then answers with the mean of its scores so
 * far. Throws a `RangeError` with words when the trace has no such column.
 */
export function inspectColumn(
  trace: Trace,
  column: number,
  wiring: EngineWiring,
  vocabulary: readonly string[],
  labels: readonly string[] | null = null,
): Inspection {
  const { head, inputs, targets } = trace;
  if (column < 0 || column >= head.length) throw new RangeError(`The trace has no timestep ${column}.`);
  const at = (id: string | null | undefined) => columnOf(trace, id ?? null, column);
  const idOf = (role: 'output' | 'loss') => wiring.nodes.find((node) => node.role === role)?.value ?? null;
  const target = targets[column];
  const outputs = labels ?? vocabulary;
  const probabilities = softmax(labels ? meanUntil(trace, idOf('output'), column) : at(idOf('output')));
  const top = strongest(probabilities, TOP_TOKENS);
  const states = wiring.nodes.filter(({ role }) => role === 'state' || role === 'memory');
  const hidden = states.filter(({ role }) => role === 'state').at(-1);
  const values = at(hidden?.value);
  const gradients = at(hidden?.gradient);
  const units = strongest(values.map(Math.abs), STRONGEST_UNITS);
  return {
    key: { run: head.run, kind: head.kind, step: head.step },
    column,
    position: head.position + column,
    token: vocabulary[inputs[column]] ?? '',
    target: outputs[target] ?? '',
    loss:
      target < 0
        ? Float64Array.of(NaN, NaN)
        : Float64Array.of(at(idOf('loss'))[0] ?? NaN, probabilities[target] ?? NaN),
    topTokens: top.map((id) => outputs[id] ?? ''),
    topProbabilities: Float64Array.from(top, (id) => probabilities[id]),
    states: states.map(({ id }) => id),
    stateNorms: Float64Array.from(states, ({ value }) => norm(at(value))),
    gradientNorms: Float64Array.from(states, ({ gradient }) => norm(at(gradient))),
    units: Int32Array.from(units),
    unitValues: Float64Array.from(units, (unit) => values[unit]),
    unitGradients: Float64Array.from(units, (unit) => gradients[unit] ?? NaN),
  };
}

/** The values of one tensor at one timestep; time is the outermost axis of what the wiring names. */
function columnOf(trace: Trace, id: string | null, column: number): Float64Array {
  const values = id === null ? undefined : trace.tensors.get(id);
  if (!values) return new Float64Array(0);
  const width = values.length / trace.head.length;
  return Float64Array.from(values.subarray(column * width, (column + 1) * width));
}

/** The mean over the timesteps `0..column`. */
function meanUntil(trace: Trace, id: string | null, column: number): Float64Array {
  const mean = new Float64Array(columnOf(trace, id, 0).length);
  for (let t = 0; t <= column; t++) columnOf(trace, id, t).forEach((value, i) => (mean[i]! += value / (column + 1)));
  return mean;
}

function norm(values: Float64Array): number {
  return values.length === 0 ? NaN : Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

/** Indices of the `count` largest values, largest first; of equal ones the lower index first. */
function strongest(values: Float64Array, count: number): readonly number[] {
  return Array.from(values.keys())
    .sort((a, b) => values[b] - values[a] || a - b)
    .slice(0, count);
}
