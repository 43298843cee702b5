import type { Frame } from '../../src/protocol/frame';
import type { TensorInfo, TensorSlice, TraceSchema, Wiring, WiringNode } from '../../src/protocol/trace';

/** One quantity across layers and directions, e.g. the forget gate: what a picker offers. */
export interface Series {
  /** Stable name: role and symbol. */
  readonly id: string;
  /** E.g. `hidden state h`. */
  readonly label: string;
  readonly symbol: string;
  readonly tensors: readonly TensorInfo[];
}

/** Groups the tensors that have the wanted axes, in the schema's order. */
function seriesWith(schema: TraceSchema, isWanted: (info: TensorInfo) => boolean): readonly Series[] {
  const groups = new Map<string, TensorInfo[]>();
  for (const info of schema.tensors) {
    if (!isWanted(info)) continue;
    const id = `${info.role}:${info.symbol}`;
    groups.set(id, [...(groups.get(id) ?? []), info]);
  }
  return [...groups].map(([id, tensors]) => {
    const [first] = tensors;
    return { id, label: first!.label, symbol: first!.symbol, tensors };
  });
}

/** Every time × unit or time × token quantity: the rows of a heatmap. */
export function heatmapSeries(schema: TraceSchema): readonly Series[] {
  return seriesWith(schema, ({ axes }) => axes.length === 2 && axes[0] === 'time');
}

/** Every gradient by a state: the lines of the gradient view. */
export function gradientSeries(schema: TraceSchema): readonly Series[] {
  return seriesWith(schema, ({ role, axes }) => role === 'gradient' && axes.length === 2 && axes[0] === 'time');
}

/** The series with this id, else the first. */
export function pick(series: readonly Series[], id: string | null): Series | null {
  return series.find((one) => one.id === id) ?? series[0] ?? null;
}

/** The tensor of a series for a layer (of two directions, each counts): the last one's when it is null or missing. */
export function tensorOfLayer(series: Series, layer: number | null): TensorInfo {
  return series.tensors[layer ?? -1] ?? series.tensors[series.tensors.length - 1]!;
}

/** `layer 2`, with the direction where there are two; empty for what belongs to no layer. */
export function layerName(info: Pick<TensorInfo, 'layer' | 'direction'>): string {
  if (info.layer === null) return '';
  return `layer ${info.layer + 1}${info.direction === 'reverse' ? ' reverse' : ''}`;
}

/** The part of a tensor that a frame carries, or null. */
export function sliceOf(frame: Frame, id: string | null): TensorSlice | null {
  return id === null ? null : (frame.tensors.find((slice) => slice.id === id) ?? null);
}

/** Entries per column: 1 for a tensor over time only. */
export function rowsOf(slice: TensorSlice): number {
  return slice.to > slice.from ? slice.data.length / (slice.to - slice.from) : 0;
}

/** One entry; NaN where the slice does not reach. */
export function valueAt(slice: TensorSlice, column: number, unit: number): number {
  const rows = rowsOf(slice);
  if (column < slice.from || column >= slice.to || unit < 0 || unit >= rows) return NaN;
  return slice.data[(column - slice.from) * rows + unit]!;
}

/** The values of one column; empty where the slice does not reach. */
function columnOf(slice: TensorSlice, column: number): Float32Array {
  const rows = rowsOf(slice);
  const start = (column - slice.from) * rows;
  return column >= slice.from && column < slice.to
    ? slice.data.subarray(start, start + rows)
    : slice.data.subarray(0, 0);
}

/** Euclidean norm in double precision. */
function norm(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/** ‖x_t‖ for every column of a slice. */
export function columnNorms(slice: TensorSlice): Float64Array {
  return Float64Array.from({ length: slice.to - slice.from }, (_, i) => norm(columnOf(slice, slice.from + i)));
}

/** Mean of a column's units: the aggregate that colours a node. */
export function columnMeans(slice: TensorSlice): Float64Array {
  return Float64Array.from({ length: slice.to - slice.from }, (_, i) => {
    const column = columnOf(slice, slice.from + i);
    return column.reduce((sum, value) => sum + value, 0) / column.length;
  });
}

/** Nodes that carry a state from step to step. */
export function stateNodes(wiring: Wiring): readonly WiringNode[] {
  return wiring.nodes.filter(({ role }) => role === 'state' || role === 'memory');
}
