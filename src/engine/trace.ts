import { colsOf, everyRow } from './arena';
import { CELLS } from './cells/table';
import type { Handle, Kernels } from './kernels/kernels';
import { directionsOf, layerId } from './parameters';
import type { Pass } from './pass';
import type { Direction, ModelShape, TracedTensor } from './types';

/** A tensor of the trace, and where a pass keeps it (a row for every position). */
interface Traced {
  readonly tensor: Omit<TracedTensor, 'shape'>;
  readonly width: number;
  readonly find: (pass: Pass) => Handle;
}

/** What each traced buffer is called; the gates' names are the cell's. */
const STATES = {
  h: { label: 'hidden state', symbol: 'h', role: 'state' },
  c: { label: 'cell state', symbol: 'c', role: 'memory' },
} as const;
const GRADIENTS = {
  dh: { label: 'gradient of the hidden state', symbol: '∂L/∂h', role: 'gradient', of: 'h' },
  dc: { label: 'gradient of the cell state', symbol: '∂L/∂c', role: 'gradient', of: 'c' },
} as const;
const OUTPUT = {
  logits: { label: 'logits', symbol: 'y', role: 'logits', axes: ['time', 'token'] },
  loss: { label: 'loss', symbol: 'L', role: 'loss', axes: ['time'] },
} as const;

/** Everything a trace shows, from the first layer up. */
function tracedBuffers(shape: ModelShape): Traced[] {
  const layers = Array.from({ length: shape.layers }, (_, layer) =>
    directionsOf(shape).flatMap((direction, index) => tracedDirection(shape, layer, direction, index)),
  );
  const output = (['logits', 'loss'] as const).map((name): Traced => ({
    tensor: { id: name, ...OUTPUT[name], layer: null, direction: null, of: null },
    width: name === 'logits' ? shape.outputSize : 1,
    find: (pass) => pass.output[name],
  }));
  return [...layers.flat(), ...output];
}

function tracedDirection(shape: ModelShape, layer: number, direction: Direction, index: number): Traced[] {
  const { states, gates } = CELLS[shape.cell];
  const width = shape.hiddenSize;
  const id = layerId(layer, direction);
  const common = { layer, direction, axes: ['time', 'unit'], of: null } as const;
  const buffers = (pass: Pass) => pass.layers[layer].directions[index].positions;
  return [
    ...states.map((name): Traced => ({
      tensor: { id: `${id}.${name}`, ...common, ...STATES[name] },
      width,
      find: (pass) => buffers(pass)[name],
    })),
    ...gates.map(({ symbol, label }, gate): Traced => ({
      tensor: { id: `${id}.gate.${symbol}`, ...common, label, symbol, role: 'gate' },
      width,
      find: (pass) => colsOf(buffers(pass).gates, gate * width, width),
    })),
    ...states.map((state): Traced => ({
      tensor: { id: `${id}.d${state}`, ...common, ...GRADIENTS[`d${state}`], of: `${id}.${state}` },
      width,
      find: (pass) => buffers(pass)[`d${state}`],
    })),
  ];
}

/** The tensors of a trace over `length` timesteps. */
export function traceSchema(shape: ModelShape, length: number): TracedTensor[] {
  return tracedBuffers(shape).map(({ tensor, width }) => ({
    ...tensor,
    shape: tensor.axes.length === 1 ? [length] : [length, width],
  }));
}

/** Every tensor of the schema for one row of a pass: fresh dense arrays, T × width. */
export function readTrace(
  k: Kernels,
  shape: ModelShape,
  pass: Pass,
  row: number,
): ReadonlyMap<string, Float32Array | Float64Array> {
  return new Map(
    tracedBuffers(shape).map(({ tensor, find }) => [
      tensor.id,
      k.read(everyRow(find(pass), row, pass.rows, pass.steps)),
    ]),
  );
}
