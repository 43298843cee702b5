import { FRAME_BYTE_LIMIT, type Subscription } from '../../src/protocol/frame';
import type { RunInfo } from '../../src/protocol/run';
import type { TensorInfo } from '../../src/protocol/trace';
import type { ViewState } from './state';
import { gradientSeries, heatmapSeries, pick, stateNodes, tensorOfLayer } from './tensors';

/** Bytes left for token ids, scalars and the envelope. */
const OVERHEAD = 16 * 1024;
/** Columns ahead of the visible ones, so that scrolling finds numbers already there. */
const MARGIN = 16;

/**
 * What the panel must see to draw itself: the heatmap's tensor first, then the gradient norms, then what colours the
 * graph. Tensors that would leave fewer columns than are visible are left out, least important first, so that a frame
 * never exceeds the limit; short traces come whole.
 */
export function subscriptionFor(info: RunInfo, view: ViewState, visible: readonly [number, number]): Subscription {
  const { tensors, wiring } = info.schema;
  const byId = new Map(tensors.map((tensor) => [tensor.id, tensor]));
  const series = pick(heatmapSeries(info.schema), view.tensor);
  const gradients = pick(gradientSeries(info.schema), view.gradient);
  const wanted = [
    series && tensorOfLayer(series, view.layer).id,
    ...tensors.filter(({ role }) => role === 'loss').map(({ id }) => id),
    ...(gradients?.tensors ?? []).map(({ id }) => id),
    ...stateNodes(wiring).flatMap(({ value, gradient }) => [value, gradient]),
    ...wiring.nodes.filter(({ role }) => role === 'output').map(({ value }) => value),
  ];
  const columns = Math.max(1, visible[1] - visible[0]);
  const room = FRAME_BYTE_LIMIT - OVERHEAD;
  const chosen: string[] = [];
  let perColumn = 0;
  for (const id of new Set(wanted)) {
    const tensor = id === null ? undefined : byId.get(id);
    if (!tensor || (perColumn + bytesPerColumn(tensor)) * columns > room) continue;
    perColumn += bytesPerColumn(tensor);
    chosen.push(tensor.id);
  }
  const most = Math.max(columns, Math.floor(room / Math.max(1, perColumn)));
  const length = tensors.find(({ axes }) => axes[0] === 'time')?.shape[0] ?? columns;
  const spare = Math.min(MARGIN, Math.floor((most - columns) / 2));
  const whole = length <= most;
  return {
    kind: view.source,
    tensors: chosen,
    from: whole ? 0 : Math.max(0, visible[0] - spare),
    to: whole ? length : visible[1] + spare,
  };
}

function bytesPerColumn({ shape }: TensorInfo): number {
  return 4 * shape.slice(1).reduce((product, size) => product * size, 1);
}

/** Whether two subscriptions ask for the same. */
export function sameSubscription(one: Subscription | null, other: Subscription | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
