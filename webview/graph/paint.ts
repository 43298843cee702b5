import type { RunInfo } from '../../src/protocol/run';
import { visibleColumns, type Timeline } from '../core/timeline';
import type { Scene } from '../core/view';
import { paintBand } from './bands';
import { paintEdge, paintEdgeName, shownEdges } from './edges';
import type { Geometry } from './geometry';
import type { Lane } from './lanes';
import type { GraphMeasures } from './measures';
import { paintNode } from './nodes';
import { kindsOf } from './weights';

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

/** Below this the graph counts as rolled: symbols are written on it. */
const ROLLED = 0.15;

/** Draws bands, edges and nodes of the columns in sight, from the back to the front. */
export function paintGraph(context: CanvasRenderingContext2D, graph: GraphScene): void {
  const { geometry, focus, lanes } = graph;
  const [first, last] = visibleColumns(graph.timeline);
  const columns = Array.from({ length: last - first + 2 }, (_, i) => first - 1 + i).filter(
    (column) => column >= 0 && column < graph.timeline.length,
  );
  const edges = shownEdges(graph);
  const kinds = kindsOf(graph.info.schema.wiring);
  for (const { node } of lanes) paintBand(context, graph, node, columns);
  // Rolling up, every column but one fades away.
  const others = columns.filter((column) => column !== focus);
  const groups = [
    { columns: others, alpha: geometry.unrolling ** 1.5 },
    { columns: [focus], alpha: 1 },
  ].filter(({ alpha }) => alpha > 0.01);
  for (const group of groups) {
    context.globalAlpha = group.alpha;
    for (const edge of edges) paintEdge(context, graph, edge, group.columns, kinds);
  }
  if (geometry.unrolling < ROLLED) for (const edge of edges) paintEdgeName(context, graph, edge);
  for (const group of groups) {
    context.globalAlpha = group.alpha;
    for (const column of group.columns) for (const { node } of lanes) paintNode(context, graph, node, column);
  }
  context.globalAlpha = 1;
}
