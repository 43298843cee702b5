import type { RunInfo } from '../../src/protocol/run';
import type { WiringEdge, WiringNode } from '../../src/protocol/trace';
import { fitText, inputToken, targetToken } from '../core/columns';
import { tokenText } from '../core/format';
import { layeredSymbol, prettySymbol } from '../core/symbols';
import type { Theme } from '../core/theme';
import { visibleColumns, type Timeline } from '../core/timeline';
import type { Scene } from '../core/view';
import { pointOn, type Curve } from './curve';
import type { Geometry } from './geometry';
import type { Lane } from './lanes';
import { at, thickness, type GraphMeasures } from './measures';
import { kindsOf, weightColor } from './weights';

/** Everything one drawing of the graph needs. */
export interface GraphScene {
  readonly scene: Scene;
  readonly info: RunInfo;
  readonly lanes: readonly Lane[];
  readonly geometry: Geometry;
  readonly timeline: Timeline;
  readonly measures: GraphMeasures;
  /** The column that stays when the graph is rolled. */
  readonly focus: number;
}

/** Full thickness of the gradient band. */
const BAND = 26;
/** Columns at least this wide (CSS pixels) show every edge. */
const EVERY_EDGE = 34;

/** Draws bands, edges and nodes of the columns in sight, from the back to the front. */
export function paintGraph(context: CanvasRenderingContext2D, graph: GraphScene): void {
  const [first, last] = visibleColumns(graph.timeline);
  const columns = Array.from({ length: last - first + 2 }, (_, i) => first - 1 + i).filter(
    (column) => column >= 0 && column < graph.timeline.length,
  );
  const alphaOf = (column: number) => (column === graph.focus ? 1 : graph.geometry.unrolling ** 1.5);
  context.globalAlpha = graph.geometry.unrolling;
  for (const { node } of graph.lanes) paintBand(context, graph, node, columns);
  const edges = shownEdges(graph);
  const kinds = kindsOf(graph.info.schema.wiring);
  for (const edge of edges) {
    for (const column of columns) {
      const source = column - edge.lag;
      if (graph.geometry.unrolling > 0.5 && (source < 0 || source >= graph.timeline.length)) continue;
      context.globalAlpha = alphaOf(column);
      if (context.globalAlpha > 0.01) paintEdge(context, graph, edge, column, kinds);
    }
  }
  for (const column of columns) {
    context.globalAlpha = alphaOf(column);
    if (context.globalAlpha > 0.01) for (const { node } of graph.lanes) paintNode(context, graph, node, column);
  }
  context.globalAlpha = 1;
}

/**
 * In narrow columns a matrix that feeds several states of a layer is drawn once, into the lane nearest to its source;
 * wider columns, and the matrix under the pointer, show every edge.
 */
function shownEdges({ info, timeline, geometry, scene }: GraphScene): readonly WiringEdge[] {
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

/** The gradient running back along a lane: half-thickness at each timestep from the real ‖∂L/∂value_t‖. */
function paintBand(
  context: CanvasRenderingContext2D,
  { geometry, measures, scene, timeline, info }: GraphScene,
  node: WiringNode,
  columns: readonly number[],
): void {
  const gradient = measures.gradients.get(node.id);
  if (!gradient || !info.schema.wiring.edges.some(({ from, lag }) => from === node.id && lag !== 0)) return;
  const half = (column: number) => Math.max(0.4, (thickness(at(gradient, column), measures.maxGradient) * BAND) / 2);
  const { theme } = scene;
  const alpha = context.globalAlpha;
  for (const column of columns.slice(1)) {
    if (!Number.isFinite(at(gradient, column)) || !Number.isFinite(at(gradient, column - 1))) continue;
    const [left, right] = [geometry.node(node.id, column - 1), geometry.node(node.id, column)];
    const [a, b] = [half(column - 1), half(column)];
    context.beginPath();
    context.moveTo(left.x, left.y - a);
    context.lineTo(right.x, right.y - b);
    context.lineTo(right.x, right.y + b);
    context.lineTo(left.x, left.y + a);
    context.closePath();
    context.globalAlpha = alpha * (theme.contrast ? 0.55 : 0.32);
    context.fillStyle = theme.gradient;
    context.fill();
    context.globalAlpha = alpha;
    const back = node.direction === 'reverse' ? 1 : -1;
    if (timeline.column >= EVERY_EDGE && a > 4 && geometry.unrolling === 1) {
      paintChevron(context, (left.x + right.x) / 2 - back * 2, left.y + Math.min(a, b) * 0.55, back, theme.gradient);
    }
  }
}

function paintChevron(context: CanvasRenderingContext2D, x: number, y: number, direction: 1 | -1, color: string): void {
  context.beginPath();
  context.moveTo(x - direction * 3, y - 3);
  context.lineTo(x, y);
  context.lineTo(x - direction * 3, y + 3);
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.stroke();
}

function paintEdge(
  context: CanvasRenderingContext2D,
  { geometry, scene, timeline, focus }: GraphScene,
  edge: WiringEdge,
  column: number,
  kinds: readonly string[],
): void {
  const { theme, state } = scene;
  const curve = geometry.edge(edge, column);
  const [a, b, c, d] = curve;
  const highlit = state.weight !== null && state.weight === edge.parameter;
  context.strokeStyle = weightColor(edge.symbol, kinds, theme);
  context.fillStyle = context.strokeStyle;
  context.lineWidth = highlit ? 3.5 : edge.parameter === null ? 1 : 1.5;
  context.beginPath();
  context.moveTo(a.x, a.y);
  context.bezierCurveTo(b.x, b.y, c.x, c.y, d.x, d.y);
  context.stroke();
  if (timeline.column >= 16 || geometry.unrolling < 1) paintArrow(context, curve, highlit ? 6 : 4);
  const rolled = geometry.unrolling < 0.15 && column === focus;
  if (rolled && edge.symbol !== null) {
    const middle = pointOn(curve, 0.5);
    context.font = theme.labelFont;
    context.textBaseline = 'middle';
    const upright = Math.abs(a.x - d.x) < 1 && edge.lag === 0;
    context.textAlign = upright ? 'left' : 'center';
    haloText(context, prettySymbol(edge.symbol), middle.x + (upright ? 7 : 0), middle.y, theme);
  }
}

function paintArrow(context: CanvasRenderingContext2D, curve: Curve, size: number): void {
  const tip = curve[3];
  const before = pointOn(curve, 0.86);
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  context.beginPath();
  context.moveTo(tip.x, tip.y);
  context.lineTo(tip.x - size * Math.cos(angle - 0.45), tip.y - size * Math.sin(angle - 0.45));
  context.lineTo(tip.x - size * Math.cos(angle + 0.45), tip.y - size * Math.sin(angle + 0.45));
  context.closePath();
  context.fill();
}

function haloText(context: CanvasRenderingContext2D, text: string, x: number, y: number, theme: Theme): void {
  context.strokeStyle = theme.background;
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeText(text, x, y);
  context.fillStyle = theme.foreground;
  context.fillText(text, x, y);
}

function paintNode(context: CanvasRenderingContext2D, graph: GraphScene, node: WiringNode, column: number): void {
  const { geometry, scene } = graph;
  const point = geometry.node(node.id, column);
  if (node.role === 'input') paintToken(context, graph, point, inputToken(scene.state, column), false);
  else if (node.role === 'output') paintOutput(context, graph, node, column);
  else if (node.role === 'loss') paintLoss(context, graph, column, node.id);
  else paintState(context, graph, node, column);
}

/** A state: filled by the mean of its units, marked with its sign where colour may not be enough. */
function paintState(context: CanvasRenderingContext2D, graph: GraphScene, node: WiringNode, column: number): void {
  const { geometry, scene, measures } = graph;
  const { theme } = scene;
  const { x, y } = geometry.node(node.id, column);
  const r = geometry.radius;
  const means = measures.means.get(node.id);
  const mean = means ? at(means, column) : NaN;
  context.beginPath();
  // Memory that runs past the gates is a square, what the layer shows to others a disc.
  if (node.role === 'memory') context.roundRect(x - r, y - r, 2 * r, 2 * r, r / 4);
  else context.arc(x, y, r, 0, 2 * Math.PI);
  context.fillStyle = theme.scale.color(mean, means?.max ?? 0);
  context.fill();
  context.strokeStyle = theme.foreground;
  context.lineWidth = 1;
  context.stroke();
  if (geometry.unrolling < 0.15) {
    context.font = theme.nameFont;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    haloText(context, layeredSymbol(node), x, y, theme);
  } else if (theme.contrast && r >= 4 && Number.isFinite(mean) && mean !== 0) {
    context.beginPath();
    context.moveTo(x - r / 2, y);
    context.lineTo(x + r / 2, y);
    if (mean > 0) {
      context.moveTo(x, y - r / 2);
      context.lineTo(x, y + r / 2);
    }
    context.strokeStyle = theme.foreground;
    context.lineWidth = 2;
    context.stroke();
  }
}

/** A token in a box. */
function paintToken(
  context: CanvasRenderingContext2D,
  { geometry, scene, timeline }: GraphScene,
  { x, y }: { readonly x: number; readonly y: number },
  token: string,
  strong: boolean,
): void {
  const { theme } = scene;
  const width = geometry.unrolling < 0.5 ? 44 : Math.min(timeline.column - 3, 54);
  if (width < 8) {
    context.fillStyle = theme.muted;
    context.fillRect(x - Math.max(1, width / 2), y - 2, Math.max(2, width), 4);
    return;
  }
  const height = 20;
  context.beginPath();
  context.roundRect(x - width / 2, y - height / 2, width, height, 3);
  context.fillStyle = theme.background;
  context.fill();
  context.strokeStyle = strong ? theme.foreground : theme.line;
  context.lineWidth = strong ? 1.5 : 1;
  context.stroke();
  context.font = theme.tokenFont;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = theme.foreground;
  context.fillText(fitText(context, token, width - 2), x, y + 0.5);
}

/** The token the model holds likeliest; a strong frame when it is the target. */
function paintOutput(context: CanvasRenderingContext2D, graph: GraphScene, node: WiringNode, column: number): void {
  const { geometry, measures, info, scene } = graph;
  const top = measures.predictions.get(node.id);
  const token = top ? tokenText(info.vocabulary, top.tokens[column - top.from] ?? -1) : '';
  const right = token !== '' && token === targetToken(scene.state, column);
  paintToken(context, graph, geometry.node(node.id, column), token, right);
}

/** The loss of a timestep: a bar as high as the loss is large. */
function paintLoss(context: CanvasRenderingContext2D, graph: GraphScene, column: number, id: string): void {
  const { geometry, measures, scene, timeline } = graph;
  const { loss } = measures;
  const value = loss ? at(loss, column) : NaN;
  if (!loss || !Number.isFinite(value)) return;
  const { x, y } = geometry.node(id, column);
  const full = 28;
  const width = Math.max(1, Math.min(16, timeline.column * 0.6));
  const height = loss.max > 0 ? Math.max(1, (full * value) / loss.max) : 1;
  const alpha = context.globalAlpha;
  if (!scene.theme.contrast) context.globalAlpha = 0.6 * alpha;
  context.fillStyle = scene.theme.muted;
  context.fillRect(x - width / 2, y + full / 2 - height, width, height);
  context.globalAlpha = alpha;
}
