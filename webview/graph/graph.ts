import type { RunInfo } from '../../src/protocol/run';
import { columnFacts, inputToken, outputText, stepFacts, targetToken } from '../core/columns';
import { createButton } from '../core/controls';
import { formatMeasure, formatValue, spokenToken } from '../core/format';
import { TimePicture, type Hit, type Painter, type Point, type Stage } from '../core/picture';
import { Section, tableBasis } from '../core/section';
import type { Place } from '../core/state';
import { layeredSymbol, prettySymbol } from '../core/symbols';
import { layerName } from '../core/tensors';
import { columnX, visibleColumns, type Timeline } from '../core/timeline';
import type { Description } from '../core/tooltip';
import type { Scene, View } from '../core/view';
import { Geometry, heightOf, PITCH, TOP } from './geometry';
import { lanesOf, type Lane } from './lanes';
import { GraphLegend } from './legend';
import { at, measure, type GraphMeasures } from './measures';
import { paintGraph } from './paint';
import { Unrolling } from './unrolling';

const NOTHING: GraphMeasures = {
  means: new Map(),
  gradients: new Map(),
  maxGradient: 0,
  loss: null,
  predictions: new Map(),
};

/** The network unrolled over the true sequence: forward states as colour, gradients running back as thickness. */
export class GraphView implements View, Painter {
  readonly name = 'Unrolled graph';
  /** The inputs are the tokens. */
  readonly hasAxis = false;
  readonly element: HTMLElement;
  private readonly picture: TimePicture;
  private readonly section: Section;
  private readonly unrolling: Unrolling;
  private readonly legend: GraphLegend;
  private readonly toggle;
  private lanes: readonly Lane[] = [];
  private info: RunInfo | null = null;
  private measures = NOTHING;
  private measured: unknown = null;
  private geometry: Geometry | null = null;
  private unrolled = true;
  /** The column that stays when the graph is rolled. */
  private focus = 0;

  constructor(stage: Stage, requestDraw: () => void) {
    this.unrolling = new Unrolling(requestDraw);
    this.picture = new TimePicture(this, 'graph-summary', stage);
    this.section = new Section('graph', 'Unrolled graph', this.picture.element, stage.intents);
    this.toggle = createButton('Roll up', 'secondary', () => stage.intents.setView({ unrolled: !this.unrolled }));
    this.section.tools.prepend(this.toggle.element);
    this.legend = new GraphLegend(stage.intents);
    this.section.legend.append(this.legend.element);
    this.element = this.section.element;
  }

  /** Returns the shared geometry, which is this picture's. */
  draw(scene: Scene): Timeline | null {
    const { frame, shown, view } = scene.state;
    this.prepare(scene);
    this.unrolled = view.unrolled;
    this.unrolling.aim(view.unrolled ? 1 : 0, scene.still);
    this.toggle.set({
      label: view.unrolled ? 'Roll up' : 'Unroll',
      enabled: frame !== null,
      title: view.unrolled ? 'Draw the network once, with loops' : 'Draw the network at every timestep',
    });
    const timeline = this.picture.draw(scene);
    this.legend.draw(scene, this.measures);
    const steps = frame?.head.length ?? 0;
    const summary = !frame
      ? ''
      : view.unrolled
        ? `the same ${shown?.info ? weightCount(shown.info) : ''} weight matrices at each of ${steps} timesteps`
        : 'one network with loops; unroll it to see every timestep';
    this.section.draw(scene, summary, tableBasis(scene.state), 'Graph around the timestep under study', () =>
      this.table(scene, timeline),
    );
    return timeline;
  }

  private prepare({ state }: Scene): void {
    const { frame, shown } = state;
    const info = shown?.info ?? null;
    if (info !== this.info) {
      this.info = info;
      this.lanes = info ? lanesOf(info.schema.wiring) : [];
      this.measured = null;
    }
    if (frame === this.measured) return;
    this.measured = frame;
    this.measures = frame && info ? measure(frame, info.schema.wiring) : NOTHING;
  }

  /** Rolled up, the picture shows one timestep wherever the pointer is. */
  get onlyColumn(): number | null {
    return this.unrolled ? null : this.focus;
  }

  height(): number {
    return heightOf(Math.max(3, this.lanes.length));
  }

  rows(): number {
    return this.lanes.length;
  }

  /** Rows are counted from the top, lanes from the bottom. */
  rowAt(y: number): number | null {
    const row = Math.floor((y - (this.height() - PITCH * this.lanes.length)) / PITCH);
    return row >= 0 && row < this.lanes.length ? row : null;
  }

  paint(context: CanvasRenderingContext2D, timeline: Timeline, scene: Scene): void {
    const { info, lanes, measures } = this;
    if (!info || !scene.state.frame) return;
    const geometry = new Geometry(lanes, timeline, this.unrolling.value);
    this.geometry = geometry;
    const [first, last] = visibleColumns(timeline);
    this.focus = scene.state.cursor?.column ?? Math.floor((first + last) / 2);
    const { focus } = this;
    this.paintTimesteps(context, timeline, scene);
    paintGraph(context, { scene, info, lanes, geometry, timeline, measures, focus });
  }

  /** Numbers of every so many timesteps along the top. */
  private paintTimesteps(context: CanvasRenderingContext2D, timeline: Timeline, { theme, state }: Scene): void {
    const [first, last] = visibleColumns(timeline);
    const stride = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((step) => step * timeline.column >= 30) ?? 1000;
    context.font = theme.labelFont;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    if (this.onlyColumn !== null) {
      context.fillStyle = theme.foreground;
      context.fillText(`t = ${this.focus}`, timeline.left + timeline.width / 2, TOP / 2);
      return;
    }
    context.globalAlpha = this.unrolling.value;
    for (let column = Math.ceil(first / stride) * stride; column < last; column += stride) {
      context.fillStyle = state.cursor?.column === column ? theme.foreground : theme.muted;
      const x = columnX(timeline, column) + timeline.column / 2;
      const half = context.measureText(String(column)).width / 2;
      if (x - half >= timeline.left && x + half <= timeline.left + timeline.width) {
        context.fillText(String(column), x, TOP / 2);
      }
    }
    context.globalAlpha = 1;
  }

  paintGutter(context: CanvasRenderingContext2D, timeline: Timeline, { theme }: Scene): void {
    const height = this.height();
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.font = theme.labelFont;
    context.fillStyle = theme.muted;
    context.fillText('timestep', 4, TOP / 2);
    for (const { node, row } of this.lanes) {
      const y = height - PITCH * (row + 0.5);
      const means = this.measures.means.get(node.id);
      const detail = means ? `±${formatMeasure(means.max)}` : node.role === 'loss' ? this.lossScale() : '';
      context.font = theme.nameFont;
      context.fillStyle = theme.foreground;
      context.fillText(layeredSymbol(node), 4, detail ? y - 7 : y, timeline.left - 8);
      context.font = theme.labelFont;
      context.fillStyle = theme.muted;
      context.fillText(detail, 4, y + 8, timeline.left - 8);
    }
  }

  private lossScale(): string {
    const { loss } = this.measures;
    return loss ? `≤ ${formatMeasure(loss.max)}` : '';
  }

  hit(point: Point, column: number, timeline: Timeline): Hit | null {
    const { info, geometry } = this;
    if (!info || !geometry) return null;
    const onNode = this.lanes.some(({ node }) => {
      const middle = geometry.node(node.id, column);
      return Math.hypot(middle.x - point.x, middle.y - point.y) <= geometry.radius;
    });
    if (onNode) return null;
    const reach = this.unrolled ? Math.min(5, timeline.column / 4) : 6;
    // A recurrent edge near this column belongs to it or to its neighbour.
    const edge = info.schema.wiring.edges.find(
      (one) => one.parameter !== null && [column, column + one.lag].some((to) => geometry.isOn(one, to, point, reach)),
    );
    if (!edge?.parameter) return null;
    const { parameter, symbol } = edge;
    const facts = [['shared', 'the same matrix at every step']] as const;
    return { parameter, description: { name: `${prettySymbol(symbol ?? '')} (${parameter})`, value: '', facts } };
  }

  describe(place: Place, { state }: Scene): Description | null {
    const { frame, shown } = state;
    const lane = this.lanes[this.lanes.length - 1 - (place.unit ?? 0)];
    if (!frame || !shown?.info || !lane) return null;
    const { node } = lane;
    const { column } = place;
    const facts: [string, string][] = [];
    if (node.layer !== null) facts.push(['layer', layerName(node).replace('layer ', '')]);
    facts.push(...columnFacts(state, column));
    const gradient = this.measures.gradients.get(node.id);
    if (gradient) facts.push(['gradient norm', formatValue(at(gradient, column))]);
    const prediction = this.measures.predictions.get(node.id);
    if (prediction) {
      const token = outputText(state, prediction.tokens[column - prediction.from] ?? -1);
      facts.push(['likeliest', spokenToken(token)], ['target', spokenToken(targetToken(state, column))]);
    }
    facts.push(...stepFacts(state));
    const means = this.measures.means.get(node.id);
    const { loss } = this.measures;
    const value = means ? at(means, column) : node.role === 'loss' && loss ? at(loss, column) : null;
    const what = means ? `, mean of its units` : node.role === 'loss' ? ', nats' : '';
    return {
      name: `${node.label} ${layeredSymbol(node)}${what}`,
      value: value === null ? '' : formatValue(value),
      facts,
    };
  }

  /** States, gradients and predictions of up to sixteen timesteps around the cursor. */
  private table({ state }: Scene, timeline: Timeline | null): readonly (readonly string[])[] {
    if (!timeline || !state.frame) return [];
    const [first, last] = visibleColumns(timeline);
    const start = Math.max(0, Math.min(state.cursor ? state.cursor.column - 8 : first, timeline.length - 16));
    const columns = Array.from({ length: Math.min(16, last, timeline.length - start) }, (_, i) => start + i);
    const rows = [...this.lanes].reverse().flatMap(({ node }) => {
      const symbol = layeredSymbol(node);
      const means = this.measures.means.get(node.id);
      const gradient = this.measures.gradients.get(node.id);
      return [
        ...(means ? [[`mean of ${symbol}`, ...columns.map((column) => formatValue(at(means, column)))]] : []),
        ...(gradient ? [[`‖∂L/∂${symbol}‖`, ...columns.map((column) => formatValue(at(gradient, column)))]] : []),
      ];
    });
    const tokens = ['token', ...columns.map((column) => inputToken(state, column))];
    return [['timestep', ...columns.map(String)], tokens, ...rows];
  }
}

function weightCount(info: RunInfo): number {
  return new Set(info.schema.wiring.edges.map(({ parameter }) => parameter).filter((name) => name !== null)).size;
}
