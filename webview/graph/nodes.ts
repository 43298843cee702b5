import type { WiringNode } from '../../src/protocol/trace';
import { fitText, inputToken, outputText, targetToken } from '../core/columns';
import { layeredSymbol } from '../core/symbols';
import type { Point } from './curve';
import { haloText } from './halo';
import { at } from './measures';
import type { GraphScene } from './paint';

export function paintNode(
  context: CanvasRenderingContext2D,
  graph: GraphScene,
  node: WiringNode,
  column: number,
): void {
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
  { x, y }: Point,
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
  const { geometry, measures, scene } = graph;
  const top = measures.predictions.get(node.id);
  const token = top ? outputText(scene.state, top.tokens[column - top.from] ?? -1) : '';
  const right = token !== '' && token === targetToken(scene.state, column);
  paintToken(context, graph, geometry.node(node.id, column), token, right);
}

/** The loss of a timestep: a bar as high as the loss is large. */
function paintLoss(context: CanvasRenderingContext2D, graph: GraphScene, column: number, id: string): void {
  const { geometry, measures, scene, timeline } = graph;
  const { loss } = measures;
  const value = loss ? at(loss, column) : NaN;
  // Where nothing is wanted there is no loss, which is not a loss of zero.
  const wanted = (scene.state.frame?.targets[column - scene.state.frame.from] ?? -1) >= 0;
  if (!loss || !wanted || !Number.isFinite(value)) return;
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
