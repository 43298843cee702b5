import type { Wiring, WiringNode } from '../../src/protocol/trace';

/** One row of the unrolled graph: a node of the wiring at every timestep. */
export interface Lane {
  readonly node: WiringNode;
  /** 0 at the bottom. */
  readonly row: number;
}

/**
 * Orders the nodes from the bottom up along the flow of one timestep: inputs, layer by layer, outputs, loss. Within a
 * layer what feeds comes below what is fed, so that arrows of one step point up.
 */
export function lanesOf(wiring: Wiring): readonly Lane[] {
  const depths = new Map<string, number>();
  const depth = (id: string, seen: readonly string[] = []): number => {
    const known = depths.get(id);
    if (known !== undefined || seen.includes(id)) return known ?? 0;
    const sources = wiring.edges.filter(({ to, lag }) => to === id && lag === 0).map(({ from }) => from);
    const result = Math.max(0, ...sources.map((source) => depth(source, [...seen, id]) + 1));
    depths.set(id, result);
    return result;
  };
  const level = ({ role, layer }: WiringNode) =>
    role === 'input' ? -1 : role === 'output' ? 1e6 : role === 'loss' ? 1e6 + 1 : (layer ?? 0);
  const order = [...wiring.nodes].sort(
    (one, other) =>
      level(one) - level(other) ||
      depth(one.id) - depth(other.id) ||
      Number(one.role === 'state') - Number(other.role === 'state'),
  );
  return order.map((node, row) => ({ node, row }));
}
