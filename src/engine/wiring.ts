import { CELLS } from './cells/table';
import { directionsOf, layerId, layerMark, layerParameterNames, outputWeightName } from './parameters';
import type { EngineWiring, ModelShape } from './types';

type Node = EngineWiring['nodes'][number];
type Edge = EngineWiring['edges'][number];

/** The graph that is unrolled over time: x, each layer's h (and c), y and L. Gates are inside the edges into h and c. */
export function wiringOf(shape: ModelShape): EngineWiring {
  const place = { layer: null, direction: null } as const;
  const plain = { parameter: null, symbol: null } as const;
  const label = shape.input === 'vector' ? 'input vector' : 'input token';
  const nodes: Node[] = [{ id: 'x', symbol: 'x', label, role: 'input', ...place, value: null, gradient: null }];
  const edges: Edge[] = [];
  for (let layer = 0; layer < shape.layers; layer++)
    for (const direction of directionsOf(shape)) {
      const names = layerParameterNames(layer, direction);
      const mark = layerMark(layer, direction);
      const input = { lag: 0, parameter: names.inputWeight, symbol: `W_xh${mark}` } as const;
      // A state depends on the one at t-1, or at t+1 when the layer reads backwards.
      const lag = direction === 'forward' ? 1 : -1;
      const recurrent = { lag, parameter: names.recurrentWeight, symbol: `W_hh${mark}` } as const;
      const below = layer === 0 ? ['x'] : directionsOf(shape).map((from) => `${layerId(layer - 1, from)}.h`);
      const id = layerId(layer, direction);
      const [h, c] = [`${id}.h`, `${id}.c`];
      const state = { symbol: 'h', label: 'hidden state', role: 'state', layer, direction } as const;
      nodes.push({ id: h, ...state, value: h, gradient: `${id}.dh` });
      edges.push(...below.map((from) => ({ from, to: h, ...input })), { from: h, to: h, ...recurrent });
      if (!CELLS[shape.cell].states.includes('c')) continue;
      const memory = { symbol: 'c', label: 'cell state', role: 'memory', layer, direction } as const;
      nodes.push({ id: c, ...memory, value: c, gradient: `${id}.dc` });
      edges.push(
        ...below.map((from) => ({ from, to: c, ...input })),
        { from: h, to: c, ...recurrent },
        { from: c, to: c, lag, ...plain },
        { from: c, to: h, lag: 0, ...plain },
      );
    }
  nodes.push(
    { id: 'y', symbol: 'y', label: 'logits', role: 'output', ...place, value: 'logits', gradient: null },
    { id: 'L', symbol: 'L', label: 'loss', role: 'loss', ...place, value: 'loss', gradient: null },
  );
  const output = { lag: 0, parameter: outputWeightName(shape), symbol: 'W_hy' } as const;
  edges.push(
    ...directionsOf(shape).map((from) => ({ from: `${layerId(shape.layers - 1, from)}.h`, to: 'y', ...output })),
    { from: 'y', to: 'L', lag: 0, ...plain },
  );
  return { nodes, edges };
}
