import type { Frame } from '../../src/protocol/frame';
import type { Wiring } from '../../src/protocol/trace';
import { maxAbs } from '../core/diverging';
import { columnMeans, columnNorms, rowsOf, sliceOf, stateNodes } from '../core/tensors';

/** Numbers of one lane over the columns `from..from + length`. */
export interface Series {
  readonly from: number;
  readonly values: Float64Array;
  /** Largest finite magnitude. */
  readonly max: number;
}

/** What the graph shows of a frame: worked out once per frame, not once per drawing. */
export interface GraphMeasures {
  /** Per state node: mean over its units, the aggregate behind the colour. */
  readonly means: ReadonlyMap<string, Series>;
  /** Per state node: ‖∂L/∂value_t‖, the thickness of the band. */
  readonly gradients: ReadonlyMap<string, Series>;
  /** Largest gradient norm of all lanes: full thickness. */
  readonly maxGradient: number;
  /** Loss of each timestep, in nats. */
  readonly loss: Series | null;
  /** Per output node: token with the largest logit at each column. */
  readonly predictions: ReadonlyMap<string, { readonly from: number; readonly tokens: Int32Array }>;
}

export function measure(frame: Frame, wiring: Wiring): GraphMeasures {
  const means = new Map<string, Series>();
  const gradients = new Map<string, Series>();
  for (const { id, value, gradient } of stateNodes(wiring)) {
    const values = sliceOf(frame, value);
    if (values) means.set(id, series(values.from, columnMeans(values)));
    const slopes = sliceOf(frame, gradient);
    if (slopes) gradients.set(id, series(slopes.from, columnNorms(slopes)));
  }
  const lossNode = wiring.nodes.find(({ role }) => role === 'loss');
  const losses = sliceOf(frame, lossNode?.value ?? null);
  const predictions = new Map<string, { from: number; tokens: Int32Array }>();
  for (const { id, role, value } of wiring.nodes) {
    const logits = role === 'output' ? sliceOf(frame, value) : null;
    if (logits) predictions.set(id, { from: logits.from, tokens: topTokens(logits.data, rowsOf(logits)) });
  }
  return {
    means,
    gradients,
    maxGradient: Math.max(0, ...[...gradients.values()].map(({ max }) => max)),
    loss: losses && series(losses.from, Float64Array.from(losses.data)),
    predictions,
  };
}

function series(from: number, values: Float64Array): Series {
  return { from, values, max: maxAbs(values) };
}

/** The value at a column; NaN outside. */
export function at({ from, values }: Series, column: number): number {
  return values[column - from] ?? NaN;
}

function topTokens(logits: Float32Array, vocabulary: number): Int32Array {
  const columns = vocabulary > 0 ? logits.length / vocabulary : 0;
  return Int32Array.from({ length: columns }, (_, column) => {
    let best = 0;
    for (let i = 1; i < vocabulary; i++) {
      if (logits[column * vocabulary + i]! > logits[column * vocabulary + best]!) best = i;
    }
    return best;
  });
}

/** Decades of gradient that thickness can show: a millionth of the largest is a hairline. */
export const DECADES = 6;

/** Share of the full thickness, 0..1, on a log scale. */
export function thickness(norm: number, max: number): number {
  if (!(norm > 0) || !(max > 0)) return 0;
  return Math.max(0, Math.min(1, 1 + Math.log10(norm / max) / DECADES));
}
