import type { RunSummary } from '../../src/protocol/messages';
import { lossUnit, scalar, type Confusion, type RunInfo } from '../../src/protocol/run';
import { scoresOf } from '../confusion/scores';
import { el, setShown, setText } from '../core/dom';
import { formatCount, formatMeasure, formatShare } from '../core/format';
import type { Scene, View } from '../core/view';

/** One measure: its name, its value with its unit, and what else belongs to it. */
type Measure = readonly [name: string, value: string, unit: string, detail: string];

interface Cell {
  readonly box: HTMLElement;
  readonly value: HTMLElement;
  readonly unit: HTMLElement;
  readonly detail: HTMLElement;
}

/** The run's numbers, in a row that wraps. */
export class MeasuresView implements View {
  readonly element = el('dl', { class: 'measures' });
  private readonly cells = new Map<string, Cell>();

  draw({ state }: Scene): void {
    const { shown } = state;
    setShown(this.element, shown?.info !== null && shown !== null);
    if (!shown) return;
    const { summary, info, confusion } = shown;
    const measures = measuresOf(summary, info, confusion);
    for (const [name, { box }] of this.cells)
      setShown(
        box,
        measures.some((measure) => measure[0] === name),
      );
    for (const [name, value, unit, detail] of measures) {
      const cell = this.cells.get(name) ?? this.add(name);
      setText(cell.value, value);
      setText(cell.unit, unit);
      setText(cell.detail, detail);
    }
  }

  private add(name: string): Cell {
    const parts = {
      value: el('span', { class: 'measure-value' }),
      unit: el('span', { class: 'measure-detail' }),
      detail: el('div', { class: 'measure-detail' }),
    };
    const value = el('dd', {}, parts.value, ' ', parts.unit, parts.detail);
    const cell = { ...parts, box: el('div', { class: 'measure' }, el('dt', {}, name), value) };
    this.element.append(cell.box);
    this.cells.set(name, cell);
    return cell;
  }
}

function measuresOf(
  { scalars, maxSteps }: RunSummary,
  info: RunInfo | null,
  confusion: Confusion | null,
): readonly Measure[] {
  const of = (name: Parameters<typeof scalar>[1]) => scalar(scalars, name);
  const [step, train, validation, clip] = [of('step'), of('trainLoss'), of('validationLoss'), of('clipFactor')];
  const clipping = Number.isNaN(clip) ? '' : clip < 1 ? `clipped × ${formatMeasure(clip)}` : 'not clipped';
  const unit = lossUnit(info?.labels ?? []);
  return [
    ['Step', formatCount(step), `of ${formatCount(maxSteps)}`, epoch(step, info)],
    ['Training loss', formatMeasure(train), `nats/${unit}`, bits(train, info)],
    ['Validation loss', formatMeasure(validation), `nats/${unit}`, bits(validation, info)],
    ...(unit === 'example' ? [accuracy(confusion)] : []),
    ['Gradient norm', formatMeasure(of('gradientNorm')), '', clipping],
    ['Speed', formatCount(of('tokensPerSecond')), `${unit}s/s`, ''],
  ];
}

/** On the texts kept for validation. */
function accuracy(confusion: Confusion | null): Measure {
  if (!confusion) return ['Accuracy', '–', '', ''];
  const scores = scoresOf(confusion);
  return ['Accuracy', formatShare(scores.accuracy), '', `macro-F1 ${formatMeasure(scores.macroF1)}`];
}

/** Nats per token as bits per character; a label has no characters. */
function bits(nats: number, info: RunInfo | null): string {
  if (!info || info.labels.length > 0 || !Number.isFinite(nats)) return '';
  return `${formatMeasure((nats * info.tokenCount) / Math.max(1, info.characterCount) / Math.LN2)} bits/char`;
}

function epoch(step: number, info: RunInfo | null): string {
  if (!info || !(info.epochBatches > 0) || !Number.isFinite(step)) return '';
  return `epoch ${((step * info.config.accumulate) / info.epochBatches).toFixed(2)}`;
}
