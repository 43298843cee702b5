import { colsOf, everyRow } from './arena';
import { DIRECTION_BUFFERS, LAYER_BUFFERS, OUTPUT_BUFFERS } from './buffers';
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

/** Everything a trace shows, as declared in the tables of buffers. */
function tracedBuffers(shape: ModelShape): Traced[] {
  const layers = Array.from({ length: shape.layers }, (_, layer) =>
    directionsOf(shape).flatMap((direction, index) => tracedDirection(shape, layer, direction, index)),
  );
  const axes = { logits: ['time', 'token'], loss: ['time'] } as const;
  const output = (['logits', 'loss'] as const).map((name): Traced => ({
    tensor: { id: name, ...OUTPUT_BUFFERS[name].traced, layer: null, direction: null, axes: axes[name], of: null },
    width: name === 'logits' ? shape.outputSize : 1,
    find: (pass) => pass.output[name],
  }));
  return [...layers.flat(), ...output];
}

const TRACED = {
  h: LAYER_BUFFERS.h,
  c: DIRECTION_BUFFERS.c,
  gates: DIRECTION_BUFFERS.gates,
  dh: LAYER_BUFFERS.dh,
  dc: DIRECTION_BUFFERS.dc,
} as const;

function tracedDirection(shape: ModelShape, layer: number, direction: Direction, index: number): Traced[] {
  const cell = CELLS[shape.cell];
  const width = shape.hiddenSize;
  const id = layerId(layer, direction);
  const common = { layer, direction, axes: ['time', 'unit'], of: null } as const;
  const found: Traced[] = [];
  for (const name of ['h', 'c', 'gates', 'dh', 'dc'] as const) {
    const { traced, cols } = TRACED[name];
    if (cols === 'M' && !cell.states.includes('c')) continue;
    const buffer = (pass: Pass): Handle => pass.layers[layer].directions[index].positions[name];
    if (traced !== 'gates') {
      const of = 'of' in traced ? `${id}.${traced.of}` : null;
      found.push({ tensor: { id: `${id}.${name}`, ...common, ...traced, of }, width, find: buffer });
      continue;
    }
    cell.gates.forEach(({ symbol, label }, gate) => {
      const find = (pass: Pass): Handle => colsOf(buffer(pass), gate * width, width);
      found.push({ tensor: { id: `${id}.gate.${symbol}`, ...common, label, symbol, role: 'gate' }, width, find });
    });
  }
  return found;
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
