import type { Wiring, WiringEdge } from '../../src/protocol/trace';
import type { Theme } from '../core/theme';

/** One weight matrix of the wiring: the same object at every timestep. */
export interface Weight {
  /** PyTorch's name. */
  readonly parameter: string;
  /** The textbook's symbol with the layer where there are several, e.g. `W_hh²`. */
  readonly label: string;
  readonly symbol: string;
}

const SUPERSCRIPT = ['', '¹', '²', '³', '⁴'];

/** Every weight of the wiring, once, in the order of the edges. */
export function weightsOf(wiring: Wiring): readonly Weight[] {
  const weights = new Map<string, Weight>();
  const layers = new Map(wiring.nodes.map(({ id, layer }) => [id, layer]));
  const several = new Set(wiring.nodes.map(({ layer }) => layer).filter((layer) => layer !== null)).size > 1;
  for (const { parameter, symbol, to } of wiring.edges) {
    if (parameter === null || weights.has(parameter)) continue;
    const layer = layers.get(to);
    const index = several && layer !== null && layer !== undefined ? SUPERSCRIPT[layer + 1] : '';
    weights.set(parameter, { parameter, symbol: symbol ?? parameter, label: `${symbol ?? parameter}${index ?? ''}` });
  }
  return [...weights.values()];
}

/** The colour of an edge: one for each symbol, the same on every copy; quiet where no weight lies on the edge. */
export function edgeColor(edge: WiringEdge, symbols: readonly string[], theme: Theme): string {
  const index = edge.symbol === null ? -1 : symbols.indexOf(edge.symbol);
  return index < 0 ? theme.muted : theme.series[index % theme.series.length]!;
}

/** Distinct symbols in the order of the edges. */
export function symbolsOf(wiring: Wiring): readonly string[] {
  return [...new Set(wiring.edges.map(({ symbol }) => symbol).filter((symbol) => symbol !== null))];
}
