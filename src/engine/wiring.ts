import { CELLS } from './cells/table';
import { layerMark, layerParameterNames } from './parameters';
import type { EngineWiring, ModelShape } from './types';

type Node = EngineWiring['nodes'][number];
type Edge = EngineWiring['edges'][number];

/** The graph that is unrolled over time: x, each layer's h (and c), y and L. Gates are inside the edges into h and c. */
export function wiringOf(shape: ModelShape): EngineWiring {
  const place = { layer: null, direction: null } as const;
  const plain = { parameter: null, symbol: null } as const;
  const nodes: Node[] = [
    { id: 'x', symbol: 'x', label: 'input token', role: 'input', ...place, value: null, gradient: null },
  ];
  const edges: Edge[] = [];
  for (let layer = 0; layer < shape.layers; layer++) {
    const names = layerParameterNames(layer, 'forward');
    const input = { lag: 0, parameter: names.inputWeight, symbol: `W_xh${layerMark(layer)}` } as const;
    const recurrent = { lag: 1, parameter: names.recurrentWeight, symbol: `W_hh${layerMark(layer)}` } as const;
    const below = layer === 0 ? 'x' : `l${layer - 1}.h`;
    const [h, c] = [`l${layer}.h`, `l${layer}.c`];
    const where = { layer, direction: 'forward' } as const;
    nodes.push({
      id: h,
      symbol: 'h',
      label: 'hidden state',
      role: 'state',
      ...where,
      value: h,
      gradient: `l${layer}.dh`,
    });
    edges.push({ from: below, to: h, ...input }, { from: h, to: h, ...recurrent });
    if (!CELLS[shape.cell].states.includes('c')) continue;
    nodes.push({
      id: c,
      symbol: 'c',
      label: 'cell state',
      role: 'memory',
      ...where,
      value: c,
      gradient: `l${layer}.dc`,
    });
    edges.push(
      { from: below, to: c, ...input },
      { from: h, to: c, ...recurrent },
      { from: c, to: c, lag: 1, ...plain },
      { from: c, to: h, lag: 0, ...plain },
    );
  }
  nodes.push(
    { id: 'y', symbol: 'y', label: 'logits', role: 'output', ...place, value: 'logits', gradient: null },
    { id: 'L', symbol: 'L', label: 'loss', role: 'loss', ...place, value: 'loss', gradient: null },
  );
  edges.push(
    { from: `l${shape.layers - 1}.h`, to: 'y', lag: 0, parameter: 'output.weight', symbol: 'W_hy' },
    { from: 'y', to: 'L', lag: 0, ...plain },
  );
  return { nodes, edges };
}
