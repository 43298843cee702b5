import type { WiringEdge } from '../../src/protocol/trace';
import { prettySymbol } from '../core/symbols';
import { pointOn, type Curve } from './curve';
import { haloText } from './halo';
import type { GraphScene } from './paint';
import { weightColor } from './weights';

/** Columns at least this wide (CSS pixels) show every edge; narrower than the second, edges have no arrowheads. */
const EVERY_EDGE = 34;
const ARROWS = 16;

/**
 * In narrow columns a matrix that feeds several states of a layer is drawn once, into the lane nearest to its source;
 * wider columns, and the matrix under the pointer, show every edge.
 */
export function shownEdges({ info, timeline, geometry, scene }: GraphScene): readonly WiringEdge[] {
  const { edges } = info.schema.wiring;
  if (timeline.column >= EVERY_EDGE || geometry.unrolling < 1) return edges;
  const distance = ({ from, to }: WiringEdge) => Math.abs(geometry.laneY(from) - geometry.laneY(to));
  const isNearest = (edge: WiringEdge) =>
    !edges.some(
      (other) =>
        other.parameter === edge.parameter &&
        other.from === edge.from &&
        other.lag === edge.lag &&
        distance(other) < distance(edge),
    );
  return edges.filter((edge) => edge.parameter === null || edge.parameter === scene.state.weight || isNearest(edge));
}

/** All copies of one edge in one stroke: they are the same matrix, and so they look the same. */
export function paintEdge(
  context: CanvasRenderingContext2D,
  graph: GraphScene,
  edge: WiringEdge,
  columns: readonly number[],
  kinds: readonly string[],
): void {
  const { geometry, scene, timeline } = graph;
  const { theme, state } = scene;
  const curves = columns
    .filter((column) => {
      const source = column - edge.lag;
      // Rolled up, the first timestep's loop stands for the loop itself.
      return geometry.unrolling <= 0.5 || (source >= 0 && source < timeline.length);
    })
    .map((column) => geometry.edge(edge, column));
  const highlit = state.weight !== null && state.weight === edge.parameter;
  context.strokeStyle = weightColor(edge.symbol, kinds, theme);
  context.lineWidth = highlit ? 3.5 : edge.parameter === null ? 1 : 1.5;
  context.beginPath();
  for (const [a, b, c, d] of curves) {
    context.moveTo(a.x, a.y);
    context.bezierCurveTo(b.x, b.y, c.x, c.y, d.x, d.y);
  }
  context.stroke();
  if (timeline.column < ARROWS && geometry.unrolling === 1) return;
  context.fillStyle = context.strokeStyle;
  context.beginPath();
  for (const curve of curves) traceArrow(context, curve, highlit ? 6 : 4);
  context.fill();
}

function traceArrow(context: CanvasRenderingContext2D, curve: Curve, size: number): void {
  const tip = curve[3];
  const before = pointOn(curve, 0.86);
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  context.moveTo(tip.x, tip.y);
  context.lineTo(tip.x - size * Math.cos(angle - 0.45), tip.y - size * Math.sin(angle - 0.45));
  context.lineTo(tip.x - size * Math.cos(angle + 0.45), tip.y - size * Math.sin(angle + 0.45));
  context.closePath();
}

/** Writes the matrix's symbol on its one copy in the rolled graph. */
export function paintEdgeName(context: CanvasRenderingContext2D, graph: GraphScene, edge: WiringEdge): void {
  if (edge.symbol === null) return;
  const { theme } = graph.scene;
  const curve = graph.geometry.edge(edge, graph.focus);
  const middle = pointOn(curve, 0.5);
  const upright = edge.lag === 0 && Math.abs(curve[0].x - curve[3].x) < 1;
  context.font = theme.labelFont;
  context.textBaseline = 'middle';
  context.textAlign = upright ? 'left' : 'center';
  haloText(context, prettySymbol(edge.symbol), middle.x + (upright ? 7 : 0), middle.y, theme);
}
