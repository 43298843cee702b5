import type { Reading } from '../../src/protocol/sentiment';
import { columnFacts, inputToken } from '../core/columns';
import { el } from '../core/dom';
import { Explanation } from '../core/explanation';
import { formatShare, formatValue } from '../core/format';
import { labelLook, labelMark } from '../core/labels';
import { paintLine } from '../core/line';
import { TimePicture, type Painter, type Stage } from '../core/picture';
import { Section, tableBasis } from '../core/section';
import type { Place } from '../core/state';
import type { Theme } from '../core/theme';
import { columnX, visibleColumns, type Timeline } from '../core/timeline';
import type { Description } from '../core/tooltip';
import { runningCaption } from './captions';
import type { SentenceScene } from './scene';

const HEIGHT = 130;
const PAD = 10;
/** Lines beyond these would hide each other. */
const MOST = 6;

/** p(label) after each word, by the forward-only reading. */
export class RunningView implements Painter {
  readonly name = 'Running score';
  readonly hasAxis = true;
  readonly element: HTMLElement;
  private readonly picture: TimePicture;
  private readonly section: Section;
  private readonly key = el('ul', { class: 'weights', 'aria-label': 'Labels' });
  private readonly explanation = new Explanation();
  private reading: Reading | null = null;
  private theme: unknown = null;
  /** The labels drawn: the likeliest, and the one explained. */
  private labels: readonly number[] = [];

  constructor(stage: Stage) {
    this.picture = new TimePicture(this, 'running-summary', stage);
    this.section = new Section('running', 'Running score', this.picture.element, stage.intents);
    this.section.legend.append(this.key, this.explanation.element);
    this.element = this.section.element;
  }

  draw(scene: SentenceScene): void {
    const { state, theme } = scene;
    const { reading } = state.first;
    if (reading && (reading !== this.reading || theme !== this.theme)) {
      this.reading = reading;
      this.theme = theme;
      this.labels = labelsOf(reading);
      this.key.replaceChildren(...this.keys(reading, theme));
      this.explanation.set(runningCaption(reading));
    }
    this.picture.draw(scene);
    this.section.draw(
      scene,
      'p(label) after each word, read forward only',
      tableBasis(state),
      'Probability of each label after each word',
      () => this.table(scene),
    );
  }

  private keys(reading: Reading, theme: Theme): readonly HTMLElement[] {
    const { reader, words } = reading;
    return this.labels.map((label) => {
      const look = labelLook(reader, label, theme);
      const last = this.probability(words.length - 1, label);
      return el('li', { class: 'chip' }, labelMark(look), `${look.name}: ${formatShare(last)} at the end`);
    });
  }

  private probability(column: number, label: number): number {
    const { reading } = this;
    return reading?.running[column * reading.reader.labels.length + label] ?? NaN;
  }

  private y(p: number): number {
    return PAD + (1 - p) * (HEIGHT - 2 * PAD);
  }

  height(): number {
    return HEIGHT;
  }

  rows(): number {
    return this.labels.length;
  }

  /** The label whose point in this column is nearest. */
  rowAt(y: number, column: number): number | null {
    const away = this.labels.map((label) => Math.abs(this.y(this.probability(column, label)) - y));
    const nearest = away.indexOf(Math.min(...away));
    return nearest < 0 ? null : nearest;
  }

  paint(context: CanvasRenderingContext2D, timeline: Timeline, { theme }: SentenceScene): void {
    const { reading } = this;
    if (!reading) return;
    context.strokeStyle = theme.line;
    context.lineWidth = 1;
    context.beginPath();
    for (const p of [0, 0.5, 1]) {
      const y = Math.round(this.y(p)) + 0.5;
      context.moveTo(timeline.left, y);
      context.lineTo(timeline.left + timeline.width, y);
    }
    context.stroke();
    const [from, to] = visibleColumns(timeline);
    const columns = Array.from({ length: to - from + 2 }, (_, i) => from - 1 + i).filter(
      (column) => column >= 0 && column < reading.words.length,
    );
    this.labels.forEach((label, i) => {
      const points = columns.map((column) => ({
        x: columnX(timeline, column) + timeline.column / 2,
        y: this.y(this.probability(column, label)),
        on: true,
      }));
      paintLine(context, points, labelLook(reading.reader, label, theme).color, i, timeline.column);
    });
  }

  paintGutter(context: CanvasRenderingContext2D, timeline: Timeline, { theme }: SentenceScene): void {
    context.font = theme.labelFont;
    context.textAlign = 'right';
    context.textBaseline = 'middle';
    context.fillStyle = theme.muted;
    for (const p of [0, 0.5, 1]) context.fillText(`${100 * p}\u00a0%`, timeline.left - 6, this.y(p));
  }

  describe({ column, unit }: Place, { state }: SentenceScene): Description | null {
    const { reading, labels } = this;
    const label = labels[Math.min(unit ?? 0, labels.length - 1)];
    if (!reading || label === undefined) return null;
    const names = reading.reader.labels;
    const others = labels.filter((other) => other !== label);
    return {
      name: `p(${names[label]!}) after ${column + 1} ${column === 0 ? 'word' : 'words'}`,
      value: formatValue(this.probability(column, label)),
      facts: [
        ...columnFacts(state, column),
        ...others.map((other) => [names[other]!, formatValue(this.probability(column, other))] as const),
      ],
    };
  }

  private table({ state }: SentenceScene): readonly (readonly string[])[] {
    const { reading } = this;
    if (!reading) return [];
    const names = reading.reader.labels;
    const rows = reading.words.map((_, column) => [
      String(column),
      inputToken(state, column),
      ...names.map((_, label) => formatValue(this.probability(column, label))),
    ]);
    return [['timestep', 'token', ...names], ...rows];
  }
}

function labelsOf({ reader, probabilities, explained }: Reading): readonly number[] {
  const all = reader.labels.map((_, label) => label);
  if (all.length <= MOST) return all;
  const likeliest = all
    .filter((label) => label !== explained)
    .sort((one, other) => probabilities[other]! - probabilities[one]!);
  return [explained, ...likeliest.slice(0, MOST - 1)].sort((one, other) => one - other);
}
