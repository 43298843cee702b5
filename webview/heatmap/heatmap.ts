import type { TensorInfo, TensorSlice } from '../../src/protocol/trace';
import { columnFacts, inputToken, outputText, stepFacts } from '../core/columns';
import { createButton, createPicker } from '../core/controls';
import { maxAbs } from '../core/diverging';
import { formatMeasure, formatValue } from '../core/format';
import { TimePicture, type Painter, type Stage } from '../core/picture';
import { ScaleLegend } from '../core/scale-legend';
import { Section, tableBasis } from '../core/section';
import type { PanelState, Place } from '../core/state';
import { heatmapSeries, layerName, pick, rowsOf, sliceOf, tensorOfLayer, valueAt, type Series } from '../core/tensors';
import { columnX, visibleColumns, type Timeline } from '../core/timeline';
import type { Description } from '../core/tooltip';
import type { Scene, View } from '../core/view';
import { Raster } from './raster';

/** The heatmap aims at this height in CSS pixels; a unit is never thinner than one device pixel. */
const AIM = 288;
const TALLEST_ROW = 14;

/** Units × timesteps of any tensor of the trace. Zero is the panel's background; the scale is on screen. */
export class HeatmapView implements View, Painter {
  readonly name = 'Heatmap';
  readonly hasAxis = true;
  readonly element: HTMLElement;
  private readonly picture: TimePicture;
  private readonly section: Section;
  private readonly legend = new ScaleLegend();
  private readonly raster = new Raster();
  private readonly tensorPicker;
  private readonly layerPicker;
  private readonly lock;
  private series: Series | null = null;
  private info: TensorInfo | null = null;
  private slice: TensorSlice | null = null;
  private measured: TensorSlice | null = null;
  private ownMax = 0;
  private max = 0;
  private locked = false;
  /** What one output is: a label, where the outputs have names of their own. */
  private outputName = 'token';

  constructor(stage: Stage) {
    const { intents } = stage;
    this.picture = new TimePicture(this, 'heatmap-summary', stage);
    this.section = new Section('heatmap', 'Heatmap', this.picture.element, intents);
    this.tensorPicker = createPicker('Tensor', (tensor) => intents.setView({ tensor, lockedMax: null }));
    this.layerPicker = createPicker('Layer', (index) => intents.setView({ layer: Number(index) }));
    this.lock = createButton('Lock scale', 'secondary', () => {
      intents.setView({ lockedMax: this.locked ? null : this.ownMax });
    });
    this.section.tools.prepend(this.tensorPicker.element, this.layerPicker.element, this.lock.element);
    this.section.legend.append(this.legend.element);
    this.element = this.section.element;
  }

  draw(scene: Scene): void {
    this.prepare(scene.state);
    const timeline = this.picture.draw(scene);
    const { info } = this;
    const scale = this.locked ? 'scale locked' : 'scale of this frame';
    this.legend.draw(
      scene.theme.scale,
      this.max,
      `zero is the background · largest |value| ${formatMeasure(this.ownMax)} · ${scale}`,
    );
    const summary = info ? `${info.label} ${info.symbol}, ${this.size(info)} ${layerName(info)}`.trim() : '';
    this.section.draw(scene, summary, tableBasis(scene.state), summary, () => this.table(scene, timeline));
  }

  private size({ axes, shape }: TensorInfo): string {
    return `${shape[1] ?? 0} ${axes[1] === 'token' ? `${this.outputName}s` : 'units'}`;
  }

  private prepare({ shown, frame, view, outputs }: PanelState): void {
    const all = shown?.info ? heatmapSeries(shown.info.schema) : [];
    this.outputName = outputs ? 'label' : 'token';
    this.series = pick(all, view.tensor);
    this.info = this.series && tensorOfLayer(this.series, view.layer);
    this.slice = frame && this.info ? sliceOf(frame, this.info.id) : null;
    if (this.slice !== this.measured) {
      this.measured = this.slice;
      this.ownMax = this.slice ? maxAbs(this.slice.data) : 0;
    }
    this.locked = view.lockedMax !== null;
    this.max = view.lockedMax ?? this.ownMax;
    this.tensorPicker.set(
      all.map(({ id, label, symbol }) => ({ value: id, label: `${label} ${symbol}` })),
      this.series?.id ?? '',
    );
    const tensors = this.series?.tensors ?? [];
    this.layerPicker.set(
      tensors.map((tensor, i) => ({ value: String(i), label: layerName(tensor) || 'all layers' })),
      String(this.info ? tensors.indexOf(this.info) : 0),
    );
    this.lock.set({
      label: this.locked ? 'Unlock scale' : 'Lock scale',
      enabled: this.slice !== null,
      title: this.locked ? 'Let each frame set its own scale' : 'Keep this scale while training goes on',
    });
  }

  private rowHeight(ratio: number): number {
    const units = this.info?.shape[1] ?? 1;
    return Math.max(1, Math.floor(Math.min(TALLEST_ROW, AIM / units) * ratio)) / ratio;
  }

  height(_scene: Scene, ratio: number): number {
    return (this.info?.shape[1] ?? 16) * this.rowHeight(ratio);
  }

  rows(): number {
    return this.info?.shape[1] ?? 0;
  }

  rowAt(y: number): number | null {
    const row = Math.floor(y / this.rowHeight(this.picture.surface.ratio));
    return row >= 0 && row < this.rows() ? row : null;
  }

  paint(context: CanvasRenderingContext2D, timeline: Timeline, scene: Scene): void {
    const { slice } = this;
    if (!slice) return;
    const image = this.raster.image(slice, scene.theme.scale, this.max);
    if (!image) return;
    const row = this.rowHeight(this.picture.surface.ratio);
    const [from, to] = visibleColumns(timeline);
    const [first, last] = [Math.max(from, slice.from), Math.min(to, slice.to)];
    if (last <= first) return;
    const height = rowsOf(slice) * row;
    const width = (last - first) * timeline.column;
    context.imageSmoothingEnabled = false;
    context.drawImage(
      image,
      first - slice.from,
      0,
      last - first,
      rowsOf(slice),
      columnX(timeline, first),
      0,
      width,
      height,
    );
    if (scene.theme.contrast) this.markNegative(context, timeline, scene, slice, first, last, row);
    this.outlineUnit(context, timeline, scene, row);
  }

  /** In high contrast the sign is a stroke as well: a line across every cell below zero. */
  private markNegative(
    context: CanvasRenderingContext2D,
    timeline: Timeline,
    { theme }: Scene,
    slice: TensorSlice,
    first: number,
    last: number,
    row: number,
  ): void {
    if (row < 4 || timeline.column < 5) return;
    context.beginPath();
    for (let column = first; column < last; column++) {
      const x = columnX(timeline, column);
      for (let unit = 0; unit < rowsOf(slice); unit++) {
        const value = valueAt(slice, column, unit);
        if (!(value < -0.05 * this.max)) continue;
        context.moveTo(x + 1, (unit + 0.5) * row);
        context.lineTo(x + timeline.column * 0.5, (unit + 0.5) * row);
      }
    }
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1;
    context.stroke();
  }

  private outlineUnit(
    context: CanvasRenderingContext2D,
    timeline: Timeline,
    { state, theme }: Scene,
    row: number,
  ): void {
    const { hover, cursor } = state;
    const size = Math.max(row, 3);
    if (hover && hover.unit !== null) {
      context.fillStyle = theme.hover;
      context.fillRect(timeline.left, hover.unit * row, timeline.width, size);
    }
    if (cursor && cursor.unit !== null && cursor.unit < this.rows()) {
      context.strokeStyle = theme.focus;
      context.lineWidth = 2;
      context.strokeRect(columnX(timeline, cursor.column), cursor.unit * row, timeline.column, size);
    }
  }

  paintGutter(context: CanvasRenderingContext2D, timeline: Timeline, { theme, state }: Scene): void {
    const { info } = this;
    if (!info) return;
    const row = this.rowHeight(this.picture.surface.ratio);
    const units = this.rows();
    const stride = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024].find((step) => step * row >= 16) ?? units;
    context.font = theme.labelFont;
    context.textBaseline = 'middle';
    context.fillStyle = theme.muted;
    context.textAlign = 'left';
    context.fillText(info.axes[1] === 'token' ? this.outputName : 'unit', 4, 7);
    context.textAlign = 'right';
    for (let unit = 0; unit < units; unit += stride) {
      context.fillText(
        this.rowName(state, unit),
        timeline.left - 6,
        Math.max(6, (unit + 0.5) * row),
        timeline.left - 10,
      );
    }
  }

  private rowName(state: PanelState, unit: number): string {
    return this.info?.axes[1] === 'token' ? outputText(state, unit) : String(unit);
  }

  describe({ column, unit }: Place, { state }: Scene): Description | null {
    const { info, slice } = this;
    if (!info || !state.frame || unit === null || unit >= this.rows()) return null;
    const value = slice ? valueAt(slice, column, unit) : NaN;
    const carried = slice !== null && column >= slice.from && column < slice.to;
    const facts: [string, string][] = [];
    if (info.layer !== null) facts.push(['layer', layerName(info).replace('layer ', '')]);
    const output = state.outputs ? 'label' : 'token of the vocabulary';
    facts.push([info.axes[1] === 'token' ? output : 'unit', this.rowName(state, unit)]);
    facts.push(...columnFacts(state, column), ...stepFacts(state));
    return { name: `${info.label} ${info.symbol}`, value: carried ? formatValue(value) : '…', facts };
  }

  /** All units of up to twelve timesteps around the cursor. */
  private table({ state }: Scene, timeline: Timeline | null): readonly (readonly string[])[] {
    const { slice, info } = this;
    if (!timeline || !slice || !info) return [];
    const [first] = visibleColumns(timeline);
    const start = Math.max(0, Math.min(state.cursor ? state.cursor.column - 6 : first, timeline.length - 12));
    const columns = Array.from({ length: Math.min(12, timeline.length - start) }, (_, i) => start + i);
    const head = ['timestep', ...columns.map((column) => `${column} ${inputToken(state, column)}`)];
    const units = Array.from({ length: this.rows() }, (_, unit) => [
      this.rowName(state, unit),
      ...columns.map((column) => formatValue(valueAt(slice, column, unit))),
    ]);
    return [head, ...units];
  }
}
