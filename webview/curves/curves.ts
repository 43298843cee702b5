import { lossUnit, type CurvePoints, type Curves, type LossUnit } from '../../src/protocol/run';
import { el } from '../core/dom';
import { formatCount, formatMeasure } from '../core/format';
import type { Stage } from '../core/picture';
import { Section } from '../core/section';
import { Surface } from '../core/surface';
import { spoken, type Description } from '../core/tooltip';
import type { Scene, View } from '../core/view';
import { paintLine } from '../core/line';
import { niceTicks, tickText } from './ticks';

const HEIGHT = 190;
const BOX = { left: 52, right: 12, top: 16, bottom: 26 } as const;

interface Box {
  readonly x: (step: number) => number;
  readonly y: (loss: number) => number;
  readonly steps: readonly [number, number];
  readonly losses: readonly [number, number];
}

/** Training and validation loss over training steps, in nats per token or labelled text. */
export class CurvesView implements View {
  readonly element: HTMLElement;
  private readonly surface: Surface;
  private readonly picture: HTMLElement;
  private readonly section: Section;
  private curves: Curves | null = null;
  private unit: LossUnit = 'token';
  private pointer: number | null = null;
  /** Training step under keyboard study. */
  private cursor: number | null = null;

  constructor(
    private readonly stage: Stage,
    private readonly requestDraw: () => void,
  ) {
    this.surface = new Surface(stage.flush);
    this.picture = el(
      'div',
      {
        class: 'picture',
        tabindex: '0',
        role: 'application',
        'aria-roledescription': 'chart',
        'aria-label': 'Loss curves: left and right arrow keys walk the training steps',
        'aria-describedby': 'curves-summary',
      },
      this.surface.canvas,
    );
    this.section = new Section('curves', 'Loss', this.picture, stage.intents);
    this.section.legend.append(this.key('Training', 0), this.key('Validation', 1));
    this.element = this.section.element;
    this.listen();
  }

  private readonly swatches: HTMLElement[] = [];

  private key(name: string, index: number): HTMLElement {
    const swatch = el('span', { class: 'swatch' });
    this.swatches[index] = swatch;
    return el('span', { class: 'chip' }, swatch, name);
  }

  draw(scene: Scene): void {
    const { theme, state } = scene;
    this.curves = state.shown?.curves ?? null;
    this.unit = lossUnit(state.shown?.info?.labels ?? []);
    this.swatches.forEach((swatch, i) => (swatch.style.background = theme.series[i]!));
    this.surface.setHeight(HEIGHT);
    const summary = this.summary();
    this.section.draw(scene, summary, String(this.curves?.train.steps.length), `Loss in nats per ${this.unit}`, () =>
      this.table(),
    );
    if (this.surface.width === 0 || !this.surface.inSight) return;
    const context = this.surface.begin();
    const box = this.box();
    if (!box) {
      context.font = theme.labelFont;
      context.fillStyle = theme.muted;
      context.fillText('No training step has been made yet.', BOX.left, HEIGHT / 2);
      return;
    }
    this.paintAxes(context, box, scene);
    const series = [this.curves!.train, this.curves!.validation];
    series.forEach((points, i) => {
      const line = thin(points, this.surface.width - BOX.left).map(([step, loss]) => ({
        x: box.x(step),
        y: box.y(loss),
        on: true,
      }));
      paintLine(context, line, theme.series[i]!, i, i === 1 && line.length < 60 ? 20 : 0);
    });
    this.paintReadout(context, box, scene);
  }

  private summary(): string {
    const { train, validation } = this.curves ?? {};
    const last = train?.steps.length ?? 0;
    if (!train || last === 0) return '';
    const best = validation && validation.losses.length > 0 ? Math.min(...validation.losses) : NaN;
    const text = `nats per ${this.unit}; from ${formatMeasure(train.losses[0]!)} to ${formatMeasure(train.losses[last - 1]!)}`;
    return Number.isFinite(best) ? `${text}, best validation ${formatMeasure(best)}` : text;
  }

  private box(): Box | null {
    const { train, validation } = this.curves ?? {};
    if (!train || !validation || train.steps.length + validation.steps.length === 0) return null;
    const steps = [...ends(train.steps), ...ends(validation.steps)];
    const losses = [...extent(train.losses), ...extent(validation.losses)].filter(Number.isFinite);
    if (losses.length === 0) return null;
    const [s0, s1] = [Math.min(...steps), Math.max(...steps, Math.min(...steps) + 1)];
    const [l0, l1] = [Math.min(...losses), Math.max(...losses)];
    const room = Math.max(1e-3, (l1 - l0) * 0.06);
    const [low, high] = [Math.max(0, l0 - room), l1 + room];
    const { width } = this.surface;
    return {
      steps: [s0, s1],
      losses: [low, high],
      x: (step) => BOX.left + ((step - s0) / (s1 - s0)) * (width - BOX.left - BOX.right),
      y: (loss) => HEIGHT - BOX.bottom - ((loss - low) / (high - low)) * (HEIGHT - BOX.top - BOX.bottom),
    };
  }

  private paintAxes(context: CanvasRenderingContext2D, box: Box, { theme }: Scene): void {
    const { width } = this.surface;
    context.font = theme.labelFont;
    context.fillStyle = theme.muted;
    context.strokeStyle = theme.line;
    context.lineWidth = 1;
    context.textBaseline = 'middle';
    context.textAlign = 'right';
    context.fillText('nats', BOX.left - 6, 6);
    context.textBaseline = 'alphabetic';
    context.fillText('step', BOX.left - 6, HEIGHT - 8);
    context.textBaseline = 'middle';
    const losses = niceTicks(...box.losses, 5);
    for (const loss of losses) {
      const y = Math.round(box.y(loss)) + 0.5;
      context.beginPath();
      context.moveTo(BOX.left, y);
      context.lineTo(width - BOX.right, y);
      context.stroke();
      context.fillText(tickText(loss, losses), BOX.left - 6, y);
    }
    const steps = niceTicks(...box.steps, Math.max(2, Math.floor(width / 110))).filter(Number.isInteger);
    context.textBaseline = 'alphabetic';
    for (const step of steps) {
      const text = tickText(step, steps);
      const half = context.measureText(text).width / 2;
      const x = Math.min(width - half - 2, Math.max(half + 2, box.x(step)));
      context.textAlign = 'center';
      context.fillText(text, x, HEIGHT - 8);
    }
  }

  private paintReadout(context: CanvasRenderingContext2D, box: Box, { theme }: Scene): void {
    const step = this.pointer === null ? this.cursor : this.stepAt(this.pointer, box);
    const rect = this.surface.canvas.getBoundingClientRect();
    if (step === null) {
      this.stage.tooltip.hide(this);
      return;
    }
    const x = Math.round(box.x(step)) + 0.5;
    context.strokeStyle = theme.foreground;
    context.beginPath();
    context.moveTo(x, BOX.top);
    context.lineTo(x, HEIGHT - BOX.bottom);
    context.stroke();
    const description = this.describe(step);
    this.stage.tooltip.show(this, description, rect.left + x, rect.top + 20);
    if (this.pointer === null) this.stage.speaker.say(spoken(description));
  }

  private describe(step: number): Description {
    const { train, validation } = this.curves!;
    const i = nearest(train.steps, step);
    const j = nearest(validation.steps, step);
    const facts: [string, string][] = [['training loss', `${formatMeasure(train.losses[i] ?? NaN)} nats`]];
    if (j >= 0) {
      facts.push([
        `validation loss at ${formatCount(validation.steps[j]!)}`,
        `${formatMeasure(validation.losses[j]!)} nats`,
      ]);
    }
    return { name: `step ${formatCount(train.steps[i] ?? step)}`, value: '', facts };
  }

  private stepAt(x: number, box: Box): number | null {
    const { train } = this.curves!;
    const { width } = this.surface;
    if (x < BOX.left || x > width - BOX.right || train.steps.length === 0) return null;
    const share = (x - BOX.left) / (width - BOX.left - BOX.right);
    return train.steps[nearest(train.steps, box.steps[0] + share * (box.steps[1] - box.steps[0]))] ?? null;
  }

  private listen(): void {
    this.picture.addEventListener('pointermove', ({ clientX }) => {
      this.pointer = clientX - this.surface.canvas.getBoundingClientRect().left;
      this.requestDraw();
    });
    const leave = () => {
      this.pointer = null;
      this.cursor = null;
      this.requestDraw();
    };
    this.picture.addEventListener('pointerleave', leave);
    this.picture.addEventListener('blur', leave);
    this.picture.addEventListener('keydown', (event) => {
      const steps = this.curves?.train.steps;
      if (!steps || steps.length === 0) return;
      const at = this.cursor === null ? steps.length : nearest(steps, this.cursor);
      const stride = Math.max(1, Math.round(steps.length / 50));
      const targets: Readonly<Record<string, number>> = {
        ArrowLeft: at - stride,
        ArrowRight: at + stride,
        Home: 0,
        End: steps.length - 1,
      };
      const target = targets[event.key];
      if (target === undefined) return;
      event.preventDefault();
      this.cursor = steps[Math.max(0, Math.min(steps.length - 1, target))]!;
      this.requestDraw();
    });
  }

  /** Every validation, and enough training steps between to follow the curve. */
  private table(): readonly (readonly string[])[] {
    const { train, validation } = this.curves ?? {};
    if (!train || !validation) return [];
    const steps = new Set([...validation.steps, ...thin(train, 20).map(([step]) => step)]);
    const rows = [...steps]
      .sort((one, other) => one - other)
      .map((step) => {
        const at = ({ steps, losses }: CurvePoints) => losses[steps.indexOf(step)];
        const [training, validated] = [at(train), at(validation)];
        return [step, training, validated].map((value, i) =>
          value === undefined ? '' : i === 0 ? formatCount(value) : formatMeasure(value),
        );
      });
    return [['step', 'training', 'validation'], ...rows];
  }
}

function ends(values: Float64Array): readonly number[] {
  return values.length === 0 ? [] : [values[0]!, values[values.length - 1]!];
}

function extent(values: Float64Array): readonly number[] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** Index of the value nearest to `wanted` in a rising list; -1 when it is empty. */
function nearest(values: Float64Array, wanted: number): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) {
    if (best < 0 || Math.abs(values[i]! - wanted) <= Math.abs(values[best]! - wanted)) best = i;
  }
  return best;
}

/** At most about `most` points: of each run of neighbours the lowest and the highest, so that no spike is lost. */
function thin({ steps, losses }: CurvePoints, most: number): readonly (readonly [number, number])[] {
  const all = Array.from(steps, (step, i) => [step, losses[i]!] as const).filter(([, loss]) => Number.isFinite(loss));
  if (all.length <= most) return all;
  const size = Math.ceil((2 * all.length) / most);
  const kept: (readonly [number, number])[] = [];
  for (let start = 0; start < all.length; start += size) {
    const chunk = all.slice(start, start + size);
    const low = chunk.reduce((x, y) => (y[1] < x[1] ? y : x));
    const high = chunk.reduce((x, y) => (y[1] > x[1] ? y : x));
    kept.push(...[low, high].sort((x, y) => x[0] - y[0]));
  }
  return kept;
}
