/** From a trace to the part of it that a picture asked for. */
import type { TracedTensor } from '../engine/types';
import { FRAME_BYTE_LIMIT } from '../protocol/frame';
import type { Frame, Subscription } from '../protocol/frame';
import type { TensorSlice } from '../protocol/trace';
import type { Trace } from './traces';

/** The columns `[from, to)` of one tensor in a fresh array of just that size; all of a tensor without a time axis. */
export function sliceTensor(
  info: TracedTensor,
  values: Float32Array | Float64Array,
  from: number,
  to: number,
): TensorSlice {
  const time = info.axes.indexOf('time');
  if (time < 0) return { id: info.id, from, to, data: Float32Array.from(values) };
  const product = (sizes: readonly number[]) => sizes.reduce((a, b) => a * b, 1);
  const outer = product(info.shape.slice(0, time));
  const inner = product(info.shape.slice(time + 1));
  const length = info.shape[time];
  const width = (to - from) * inner;
  const data = new Float32Array(outer * width);
  for (let o = 0; o < outer; o++) {
    const start = (o * length + from) * inner;
    data.set(values.subarray(start, start + width), o * width);
  }
  return { id: info.id, from, to, data };
}

/**
 * What of a trace a subscription asked for, in the order it asked. Tensors that would break `FRAME_BYTE_LIMIT` are left
 * out, the largest first; unknown ones are ignored.
 */
export function buildFrame(trace: Trace, { tensors, from, to }: Subscription, number: number): Frame {
  const { head, inputs, targets, schema, scalars } = trace;
  const first = Math.min(from, head.length);
  const end = Math.min(Math.max(to, first), head.length);
  const wanted = new Set(tensors);
  const sized = schema
    .filter(({ id }) => wanted.has(id) && trace.tensors.has(id))
    .map((info) => ({ info, bytes: sliceBytes(info, end - first) }))
    .sort((a, b) => a.bytes - b.bytes);
  const slices = new Map<string, TensorSlice>();
  let total = 0;
  for (const { info, bytes } of sized) {
    total += bytes;
    if (total > FRAME_BYTE_LIMIT) break;
    slices.set(info.id, sliceTensor(info, trace.tensors.get(info.id)!, first, end));
  }
  return {
    head,
    number,
    from: first,
    to: end,
    inputs: inputs.slice(first, end),
    targets: targets.slice(first, end),
    tensors: [...wanted].flatMap((id) => slices.get(id) ?? []),
    scalars: scalars.slice(),
  };
}

function sliceBytes(info: TracedTensor, columns: number): number {
  const elements = info.shape.reduce((size, extent, axis) => size * (info.axes[axis] === 'time' ? columns : extent), 1);
  return elements * Float32Array.BYTES_PER_ELEMENT;
}
