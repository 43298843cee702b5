import { colsOf, everyRow } from './arena';
import { CELLS } from './cells/table';
import type { Handle, Kernels } from './kernels/kernels';
import { directionsOf, layerId } from './parameters';
import type { RecurrentLayer } from './layer';
import type { Pass } from './pass';
import type { Direction, Engine, ModelShape, TracedTensor } from './types';

/** A tensor of the trace, and where a pass keeps it (a row for every position). */
interface Traced {
  readonly tensor: Omit<TracedTensor, 'shape'>;
  readonly width: number;
  readonly find: (pass: Pass) => Handle;
}

/** What each traced state is called, and its gradient. */
const STATES = {
  h: { label: 'hidden state', symbol: 'h', role: 'state' },
  c: { label: 'cell state', symbol: 'c', role: 'memory' },
} as const;
const GRADIENTS = {
  h: { label: 'gradient of the hidden state', symbol: '∂L/∂h', role: 'gradient' },
  c: { label: 'gradient of the cell state', symbol: '∂L/∂c', role: 'gradient' },
} as const;

/** Everything a trace shows, from the first layer up. */
function tracedBuffers(shape: ModelShape): Traced[] {
  const layers = Array.from({ length: shape.layers }, (_, layer) =>
    directionsOf(shape).flatMap((direction, index) => tracedDirection(shape, layer, direction, index)),
  );
  const output = { layer: null, direction: null, of: null } as const;
  return [
    ...layers.flat(),
    {
      tensor: { id: 'logits', label: 'logits', symbol: 'y', role: 'logits', axes: ['time', 'token'], ...output },
      width: shape.outputSize,
      find: (pass) => pass.output.logits,
    },
    {
      tensor: { id: 'loss', label: 'loss', symbol: 'L', role: 'loss', axes: ['time'], ...output },
      width: 1,
      find: (pass) => pass.output.loss,
    },
  ];
}

function tracedDirection(shape: ModelShape, layer: number, direction: Direction, index: number): Traced[] {
  const { states, gates } = CELLS[shape.cell];
  const width = shape.hiddenSize;
  const id = layerId(layer, direction);
  const traced = (
    tensor: Pick<TracedTensor, 'id' | 'label' | 'symbol' | 'role'>,
    of: string | null,
    find: (positions: RecurrentLayer['positions']) => Handle,
  ): Traced => ({
    tensor: { ...tensor, layer, direction, axes: ['time', 'unit'], of },
    width,
    find: (pass) => find(pass.layers[layer].directions[index].positions),
  });
  return [
    ...states.map((name) => traced({ id: `${id}.${name}`, ...STATES[name] }, null, (own) => own[name])),
    ...gates.map(({ symbol, label }, gate) =>
      traced({ id: `${id}.gate.${symbol}`, label, symbol, role: 'gate' }, null, (own) =>
        colsOf(own.gates, gate * width, width),
      ),
    ),
    ...states.map((name) =>
      traced({ id: `${id}.d${name}`, ...GRADIENTS[name] }, `${id}.${name}`, (own) => own[`d${name}`]),
    ),
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
export function readTrace(k: Kernels, shape: ModelShape, pass: Pass, row: number): ReturnType<Engine['trace']> {
  const read = (of: Handle) => k.read(everyRow(of, row, pass.rows, pass.steps));
  return new Map(tracedBuffers(shape).map(({ tensor, find }) => [tensor.id, read(find(pass))]));
}
