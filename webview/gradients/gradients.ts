import type { TensorInfo } from '../../src/protocol/trace';
import { columnFacts, inputToken, stepFacts } from '../core/columns';
import { createButton, createPicker } from '../core/controls';
import { el, setText } from '../core/dom';
import { formatMeasure, formatShare, formatValue, powerOfTen } from '../core/format';
import { TimePicture, type Painter, type Stage } from '../core/picture';
import { Section, tableBasis } from '../core/section';
import type { PanelState, Place } from '../core/state';
import { columnNorms, gradientSeries, layerName, pick, sliceOf } from '../core/tensors';
import { columnX, visibleColumns, type Timeline } from '../core/timeline';
import type { Description } from '../core/tooltip';
import type { Theme } from '../core/theme';
import type { Scene, View } from '../core/view';
import { logAxis, type LogAxis } from './axis';
import { paintLine } from '../core/line';
import { VANISHED, verdictOf, type Verdict } from './vanishing';
import { sentence } from './words';

const HEIGHT = 150;
const PAD = 8;

/** ‖∂L/∂h_t‖ of one layer, over the columns that the frame carries. */
interface Line {
  readonly info: TensorInfo;
  readonly from: number;
  readonly norms: Float64Array;
  readonly max: number;
  readonly verdict: Verdict;
}

/** How strongly the loss depends on the state at each timestep: one line a layer, on a log scale. */
export class GradientView implements View, Painter {
  readonly name = 'Gradient through time';
  readonly hasAxis = true;
  readonly element: HTMLElement;
  private readonly picture: TimePicture;
  private readonly section: Section;
  private readonly picker;
  private readonly scale;
  private readonly key = el('ul', { class: 'weights', 'aria-label': 'Layers' });
  private readonly verdicts = el('div', { class: 'verdicts' });
  private lines: readonly Line[] = [];
  private measured: unknown = null;
  private measuredSeries: unknown = null;
  private relative = true;
  private axis: LogAxis = logAxis(1, HEIGHT, PAD);

  constructor(stage: Stage) {
    const { intents } = stage;
    this.picture = new TimePicture(this, 'gradients-summary', stage);
    this.section = new Section('gradients', 'Gradient through time', this.picture.element, intents);
    this.picker = createPicker('Gradient', (gradient) => intents.setView({ gradient }));
    this.scale = createButton('Absolute', 'secondary', () => intents.setView({ relative: !this.relative }));
    this.section.tools.prepend(this.picker.element, this.scale.element);
    this.section.legend.append(this.verdicts, el('div', { class: 'legend-row' }, this.key));
    this.element = this.section.element;
  }

  draw(scene: Scene): void {
    this.prepare(scene.state);
    const timeline = this.picture.draw(scene);
    this.drawLegend(scene);
    const { frame } = scene.state;
    const partial = frame && this.lines[0] && this.lines[0].norms.length < frame.head.length;
    const summary = frame ? `‖∂L/∂state‖ by timestep, log scale${partial ? ', columns in sight only' : ''}` : '';
    this.section.draw(scene, summary, tableBasis(scene.state), 'Gradient norms by timestep', () =>
      this.table(scene, timeline),
    );
  }

  private prepare({ shown, frame, view }: PanelState): void {
    const all = shown?.info ? gradientSeries(shown.info.schema) : [];
    const series = pick(all, view.gradient);
    this.picker.set(
      all.map(({ id, label, symbol }) => ({ value: id, label: `${label} ${symbol}` })),
      series?.id ?? '',
    );
    if (frame !== this.measured || series?.id !== this.measuredSeries) {
      this.measured = frame;
      this.measuredSeries = series?.id;
      this.lines = frame && series ? series.tensors.flatMap((info) => lineOf(info, frame)) : [];
    }
    this.relative = view.relative;
    const max = Math.max(0, ...this.lines.map((line) => line.max));
    this.axis = logAxis(this.relative ? 1 : max, HEIGHT, PAD);
    this.scale.set({
      label: this.relative ? 'Show absolute' : 'Show relative',
      enabled: this.lines.length > 0,
      title: this.relative ? 'Norms as they are' : 'Norms as shares of each layer’s largest',
    });
  }

  private drawLegend({ theme }: Scene): void {
    const chips = this.lines.map(({ info, max }, i) => {
      const swatch = el('span', { class: 'swatch' });
      swatch.style.background = theme.series[i % theme.series.length]!;
      return { swatch, text: `${layerName(info)}: maximum ${formatMeasure(max)}` };
    });
    while (this.key.children.length > chips.length) this.key.lastChild?.remove();
    chips.forEach(({ swatch, text }, i) => {
      const chip = this.key.children[i] ?? this.key.appendChild(el('li', { class: 'chip' }, swatch, el('span')));
      (chip.firstElementChild as HTMLElement).style.background = swatch.style.background;
      setText(chip.lastElementChild!, text);
    });
    const words = this.lines.map(({ info, verdict }) => sentence(verdict, `${info.symbol} in ${layerName(info)}`));
    while (this.verdicts.children.length > words.length) this.verdicts.lastChild?.remove();
    words.forEach((text, i) => {
      const row = this.verdicts.children[i] ?? this.verdicts.appendChild(el('p', { class: 'verdict' }));
      setText(row, text);
      row.classList.toggle(
        'alarming',
        this.lines[i]!.verdict.kind !== 'survives' && this.lines[i]!.verdict.kind !== 'none',
      );
    });
  }

  height(): number {
    return HEIGHT;
  }

  rows(): number {
    return this.lines.length;
  }

  /** The layer whose point in this column is nearest. */
  rowAt(y: number, column: number): number | null {
    const away = this.lines.map(({ norms, from, max }) => {
      const norm = norms[column - from] ?? NaN;
      return Math.abs(this.axis.y(this.relative ? norm / max : norm) - y);
    });
    const least = Math.min(...away.filter((distance) => !Number.isNaN(distance)));
    const nearest = away.indexOf(least);
    return nearest < 0 ? null : nearest;
  }

  paint(context: CanvasRenderingContext2D, timeline: Timeline, scene: Scene): void {
    const { theme } = scene;
    const { axis } = this;
    context.lineWidth = 1;
    context.strokeStyle = theme.line;
    context.beginPath();
    for (const exponent of axis.decades) {
      const y = Math.round(axis.y(10 ** exponent)) + 0.5;
      context.moveTo(timeline.left, y);
      context.lineTo(timeline.left + timeline.width, y);
    }
    context.stroke();
    if (this.relative) this.paintThreshold(context, timeline, scene);
    const [from, to] = visibleColumns(timeline);
    this.lines.forEach((line, i) => {
      const points = [];
      for (
        let column = Math.max(from - 1, line.from);
        column < Math.min(to + 1, line.from + line.norms.length);
        column++
      ) {
        const norm = line.norms[column - line.from]!;
        const shown = this.relative ? norm / line.max : norm;
        points.push({ x: columnX(timeline, column) + timeline.column / 2, y: axis.y(shown), on: axis.holds(shown) });
      }
      if (line.verdict.kind === 'vanishes') this.paintFlag(context, timeline, line.verdict.at, theme, i);
      paintLine(context, points, theme.series[i % theme.series.length]!, i, timeline.column);
    });
  }

  /** Marks the timestep where a layer's gradient is gone. */
  private paintFlag(
    context: CanvasRenderingContext2D,
    timeline: Timeline,
    column: number,
    theme: Theme,
    index: number,
  ): void {
    const x = Math.round(columnX(timeline, column) + timeline.column / 2) + 0.5;
    context.strokeStyle = theme.series[index % theme.series.length]!;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, PAD);
    context.lineTo(x, HEIGHT);
    context.stroke();
    context.font = theme.labelFont;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = theme.foreground;
    context.fillText(`${layerName(this.lines[index]!.info)}: t=${column}`, x + 4, PAD + 8 + 14 * index);
  }

  private paintThreshold(context: CanvasRenderingContext2D, timeline: Timeline, { theme }: Scene): void {
    const y = Math.round(this.axis.y(VANISHED)) + 0.5;
    context.fillStyle = theme.hover;
    context.fillRect(timeline.left, y, timeline.width, HEIGHT - y);
    context.strokeStyle = theme.error;
    context.setLineDash([6, 4]);
    context.beginPath();
    context.moveTo(timeline.left, y);
    context.lineTo(timeline.left + timeline.width, y);
    context.stroke();
    context.setLineDash([]);
    context.font = theme.labelFont;
    context.textAlign = 'right';
    context.textBaseline = 'alphabetic';
    context.fillStyle = theme.muted;
    context.fillText(`vanished: under ${powerOfTen(-6)} of the maximum`, timeline.left + timeline.width - 4, y + 13);
  }

  paintGutter(context: CanvasRenderingContext2D, timeline: Timeline, { theme }: Scene): void {
    context.font = theme.labelFont;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillStyle = theme.muted;
    for (const exponent of this.axis.decades.filter((_, i) => i % 2 === 0)) {
      const y = Math.max(7, this.axis.y(10 ** exponent));
      const text = this.relative && exponent === 0 ? 'max' : powerOfTen(exponent);
      context.fillText(text, timeline.left - 6, y);
    }
  }

  describe({ column, unit }: Place, { state }: Scene): Description | null {
    const line = this.lines[Math.min(unit ?? 0, this.lines.length - 1)];
    if (!line || !state.frame) return null;
    const norm = line.norms[column - line.from];
    const facts: [string, string][] = [
      ['layer', layerName(line.info).replace('layer ', '')],
      ...columnFacts(state, column),
      ['of its maximum', norm === undefined ? '…' : formatShare(norm / line.max)],
    ];
    for (const other of this.lines) {
      if (other === line) continue;
      facts.push([layerName(other.info), formatValue(other.norms[column - other.from] ?? NaN)]);
    }
    facts.push(...stepFacts(state));
    return { name: `‖${line.info.symbol}‖`, value: norm === undefined ? '…' : formatValue(norm), facts };
  }

  private table({ state }: Scene, timeline: Timeline | null): readonly (readonly string[])[] {
    if (!timeline) return [];
    const head = ['timestep', 'token', ...this.lines.map(({ info }) => layerName(info))];
    const [first = 0, last = 0] = this.lines[0]
      ? [this.lines[0].from, this.lines[0].from + this.lines[0].norms.length]
      : [];
    const rows = Array.from({ length: last - first }, (_, i) => [
      String(first + i),
      inputToken(state, first + i),
      ...this.lines.map(({ norms }) => formatValue(norms[i] ?? NaN)),
    ]);
    return [head, ...rows];
  }
}

function lineOf(info: TensorInfo, frame: NonNullable<PanelState['frame']>): readonly Line[] {
  const slice = sliceOf(frame, info.id);
  if (!slice) return [];
  const norms = columnNorms(slice);
  const max = norms.reduce((most, value) => (value > most && value < Infinity ? value : most), 0);
  return [{ info, from: slice.from, norms, max, verdict: verdictOf(norms, slice.from, info.direction) }];
}
