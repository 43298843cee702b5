import type { WiringNode } from '../../src/protocol/trace';
import { at, thickness, type Series } from './measures';
import type { GraphScene } from './paint';

/** Full thickness of the gradient band, and the least column with room for the marks of its direction. */
const BAND = 26;
const MARKED = 34;

/** The gradient running back along a lane: half-thickness at each timestep from the real ‖∂L/∂value_t‖. */
export function paintBand(
  context: CanvasRenderingContext2D,
  graph: GraphScene,
  node: WiringNode,
  columns: readonly number[],
): void {
  const { geometry, measures, scene, timeline, info } = graph;
  const gradient = measures.gradients.get(node.id);
  if (!gradient || !info.schema.wiring.edges.some(({ from, lag }) => from === node.id && lag !== 0)) return;
  const pairs = columns.slice(1).filter((column) => isFiniteAt(gradient, column) && isFiniteAt(gradient, column - 1));
  const half = (column: number) => Math.max(0.4, (thickness(at(gradient, column), measures.maxGradient) * BAND) / 2);
  const { theme } = scene;
  context.beginPath();
  for (const column of pairs) {
    const [left, right] = [geometry.node(node.id, column - 1), geometry.node(node.id, column)];
    const [a, b] = [half(column - 1), half(column)];
    context.moveTo(left.x, left.y - a);
    context.lineTo(right.x, right.y - b);
    context.lineTo(right.x, right.y + b);
    context.lineTo(left.x, left.y + a);
  }
  context.globalAlpha = geometry.unrolling * (theme.contrast ? 0.55 : 0.32);
  context.fillStyle = theme.gradient;
  context.fill();
  context.globalAlpha = geometry.unrolling;
  if (timeline.column < MARKED || geometry.unrolling < 1) return;
  const back = node.direction === 'reverse' ? 1 : -1;
  context.beginPath();
  for (const column of pairs) {
    const [left, right] = [geometry.node(node.id, column - 1), geometry.node(node.id, column)];
    const least = Math.min(half(column - 1), half(column));
    if (least < 4) continue;
    const [x, y] = [(left.x + right.x) / 2 - back * 2, left.y + least * 0.55];
    context.moveTo(x - back * 3, y - 3);
    context.lineTo(x, y);
    context.lineTo(x - back * 3, y + 3);
  }
  context.strokeStyle = theme.gradient;
  context.lineWidth = 1.5;
  context.stroke();
}

function isFiniteAt(series: Series, column: number): boolean {
  return Number.isFinite(at(series, column));
}
