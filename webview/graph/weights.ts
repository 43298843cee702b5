import type { Wiring, WiringEdge } from '../../src/protocol/trace';
import { plainSymbol, prettySymbol } from '../core/symbols';
import type { Theme } from '../core/theme';

/** One weight matrix of the wiring: the same object at every timestep. */
interface Weight {
  /** PyTorch's name. */
  readonly parameter: string;
  /** The textbook's symbol as written in the engine's schema. */
  readonly symbol: string;
  readonly label: string;
}

/** Every weight of the wiring, once, in the order of the edges. */
export function weightsOf(wiring: Wiring): readonly Weight[] {
  const weights = new Map<string, Weight>();
  for (const { parameter, symbol } of wiring.edges) {
    if (parameter === null || weights.has(parameter)) continue;
    weights.set(parameter, { parameter, symbol: symbol ?? parameter, label: prettySymbol(symbol ?? parameter) });
  }
  return [...weights.values()];
}

/** Symbols without their layers and directions, in the order of the edges: one colour each. */
export function kindsOf(wiring: Wiring): readonly string[] {
  return [...new Set(wiring.edges.flatMap(({ symbol }) => (symbol === null ? [] : [plainSymbol(symbol)])))];
}

/** The colour of a weight: the same on every copy; quiet where no weight lies on the edge. */
export function weightColor(symbol: WiringEdge['symbol'], kinds: readonly string[], theme: Theme): string {
  const index = symbol === null ? -1 : kinds.indexOf(plainSymbol(symbol));
  return index < 0 ? theme.muted : theme.series[index % theme.series.length]!;
}
