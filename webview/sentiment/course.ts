import type { ReadDocument } from '../../src/protocol/sentiment';
import { el } from '../core/dom';
import { formatShare, formatSigned } from '../core/format';
import { labelLook } from '../core/labels';
import { Surface } from '../core/surface';
import type { Theme } from '../core/theme';
import type { Tooltip } from '../core/tooltip';
import type { SentimentIntents } from './controller';
import { paintMark } from './mark';
import type { SentimentState } from './state';
import { confidenceOf, leans, scoreOf, smoothed, spanFor } from './strength';

const TOP = 20;
const PAD = 8;

/** What is drawn of a document, worked out once. */
interface Course {
  readonly document: ReadDocument;
  readonly scores: Float64Array;
  readonly line: Float64Array;
  readonly span: number;
}

/** The document from top to bottom: a mark a sentence, left of the middle what speaks ill, right what speaks well. */
export class CourseView {
  private readonly surface: Surface;
  readonly element: HTMLElement;
  private course: Course | null = null;
  /** What the picture was drawn from: scrolling the list changes none of it. */
  private drawn: readonly unknown[] = [];

  constructor(
    private readonly intents: SentimentIntents,
    private readonly tooltip: Tooltip,
    flush: () => void,
  ) {
    this.surface = new Surface(flush);
    this.element = el('div', { class: 'course', role: 'img' }, this.surface.canvas);
    this.element.addEventListener('pointermove', ({ clientX, clientY }) => this.hovered(clientX, clientY));
    this.element.addEventListener('pointerleave', () => tooltip.hide(this));
    this.element.addEventListener('click', ({ clientY }) => {
      const index = this.sentenceAt(clientY);
      if (index >= 0) this.intents.reveal(index);
    });
  }

  draw(state: SentimentState, theme: Theme): void {
    const { document } = state;
    if (!document) return;
    if (this.course?.document !== document) this.course = courseOf(document);
    const { course } = this;
    const what = leans(document.reader) ? 'Score' : 'Confidence';
    const label = `${what} from the top of ${document.name} to its end; the list has the same sentences`;
    if (this.element.getAttribute('aria-label') !== label) this.element.setAttribute('aria-label', label);
    const { width, canvas } = this.surface;
    const basis = [state, theme, canvas.width, canvas.height];
    if (width === 0 || basis.every((one, i) => one === this.drawn[i])) return;
    this.drawn = basis;
    const context = this.surface.begin();
    this.paintFrame(context, course, theme);
    this.paintMarks(context, course, state, theme);
    this.paintLine(context, course, theme);
    this.paintPlace(context, course, state, theme);
  }

  private x(score: number): number {
    const inner = this.surface.width - 2 * PAD;
    return PAD + inner * (this.course && leans(this.course.document.reader) ? (score + 1) / 2 : score);
  }

  private y({ document }: Course, index: number): number {
    const middle = (document.starts[index]! + document.ends[index]!) / 2;
    return TOP + (this.surface.height - TOP - PAD) * (middle / Math.max(1, document.length));
  }

  private paintFrame(context: CanvasRenderingContext2D, { document }: Course, theme: Theme): void {
    const { width, height } = this.surface;
    const leaning = leans(document.reader);
    context.strokeStyle = theme.line;
    context.lineWidth = 1;
    context.beginPath();
    for (const score of leaning ? [-1, 0, 1] : [0, 1]) {
      const x = Math.round(this.x(score)) + 0.5;
      context.moveTo(x, TOP - 4);
      context.lineTo(x, height - 4);
    }
    context.stroke();
    context.font = theme.labelFont;
    context.textBaseline = 'middle';
    context.fillStyle = theme.muted;
    context.textAlign = 'left';
    context.fillText(leaning ? '−1' : '0', 2, TOP / 2);
    context.textAlign = 'right';
    context.fillText(leaning ? '+1' : '1', width - 2, TOP / 2);
  }

  private paintMarks(context: CanvasRenderingContext2D, course: Course, state: SentimentState, theme: Theme): void {
    const { document, scores } = course;
    const { reader, labels } = document;
    const looks = reader.labels.map((_, label) => labelLook(reader, label, theme));
    const hidden = reader.labels.map((name) => state.choices.hidden.includes(name));
    const crowded = labels.length * 4 > this.surface.height;
    labels.forEach((label, i) => {
      const isQuiet = label === reader.neutral || hidden[label];
      context.globalAlpha = isQuiet ? 0.45 : crowded ? 0.75 : 1;
      context.fillStyle = looks[label]!.color;
      paintMark(context, looks[label]!, this.x(scores[i]!), this.y(course, i), isQuiet ? 2 : crowded ? 2.5 : 4);
    });
    context.globalAlpha = 1;
  }

  private paintLine(context: CanvasRenderingContext2D, course: Course, theme: Theme): void {
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1.5;
    context.lineJoin = 'round';
    context.beginPath();
    course.line.forEach((score, i) => {
      const [x, y] = [this.x(score), this.y(course, i)];
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
    context.stroke();
  }

  /** The editor's cursor as a line with a pointer, the sentence under study as a frame around its mark. */
  private paintPlace(context: CanvasRenderingContext2D, course: Course, state: SentimentState, theme: Theme): void {
    const { width } = this.surface;
    const count = course.scores.length;
    if (state.active >= 0 && state.active < count) {
      context.strokeStyle = theme.focus;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(this.x(course.scores[state.active]!), this.y(course, state.active), 6, 0, 2 * Math.PI);
      context.stroke();
    }
    if (state.cursor < 0 || state.cursor >= count) return;
    const y = Math.round(this.y(course, state.cursor)) + 0.5;
    context.strokeStyle = theme.foreground;
    context.fillStyle = theme.foreground;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
    context.beginPath();
    context.moveTo(0, y - 5);
    context.lineTo(6, y);
    context.lineTo(0, y + 5);
    context.fill();
  }

  /** The sentence nearest to a height on the screen; -1 without any. */
  private sentenceAt(clientY: number): number {
    const { course, surface } = this;
    if (!course) return -1;
    const y = clientY - surface.canvas.getBoundingClientRect().top;
    const count = course.scores.length;
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.y(course, middle) < y) low = middle + 1;
      else high = middle;
    }
    const after = Math.min(low, count - 1);
    const isBefore = after > 0 && y - this.y(course, after - 1) < Math.abs(this.y(course, after) - y);
    return isBefore ? after - 1 : after;
  }

  private hovered(clientX: number, clientY: number): void {
    const index = this.sentenceAt(clientY);
    const { course } = this;
    if (!course || index < 0) return;
    const { document, scores, line, span } = course;
    const name = document.reader.labels[document.labels[index]!] ?? '';
    const facts: [string, string][] = [['line', String(document.lines[index]! + 1)]];
    if (leans(document.reader)) {
      facts.push(['score', formatSigned(scores[index]!, 3)], [`mean of ${span}`, formatSigned(line[index]!, 3)]);
    }
    this.tooltip.show(this, { name, value: formatShare(confidenceOf(document, index)), facts }, clientX, clientY);
  }
}

function courseOf(document: ReadDocument): Course {
  const scores = Float64Array.from(document.labels, (_, i) => scoreOf(document, i));
  const span = spanFor(scores.length);
  return { document, scores, line: smoothed(scores, span), span };
}
