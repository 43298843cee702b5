import type { RunSummary } from '../../src/protocol/messages';
import { scalar, type RunInfo } from '../../src/protocol/run';
import { el, setShown, setText } from '../core/dom';
import { formatCount, formatMeasure } from '../core/format';
import type { Scene, View } from '../core/view';

/** One measure: its name, its value with its unit, and what else belongs to it. */
type Measure = readonly [name: string, value: string, unit: string, detail: string];

interface Cell {
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
    const { summary, info } = shown;
    for (const [name, value, unit, detail] of measuresOf(summary, info)) {
      const cell = this.cells.get(name) ?? this.add(name);
      setText(cell.value, value);
      setText(cell.unit, unit);
      setText(cell.detail, detail);
    }
  }

  private add(name: string): Cell {
    const cell = {
      value: el('span', { class: 'measure-value' }),
      unit: el('span', { class: 'measure-detail' }),
      detail: el('div', { class: 'measure-detail' }),
    };
    const value = el('dd', {}, cell.value, ' ', cell.unit, cell.detail);
    this.element.append(el('div', { class: 'measure' }, el('dt', {}, name), value));
    this.cells.set(name, cell);
    return cell;
  }
}

function measuresOf({ scalars, maxSteps }: RunSummary, info: RunInfo | null): readonly Measure[] {
  const of = (name: Parameters<typeof scalar>[1]) => scalar(scalars, name);
  const [step, train, validation, clip] = [of('step'), of('trainLoss'), of('validationLoss'), of('clipFactor')];
  const clipping = Number.isNaN(clip) ? '' : clip < 1 ? `clipped × ${formatMeasure(clip)}` : 'not clipped';
  return [
    ['Step', formatCount(step), `of ${formatCount(maxSteps)}`, epoch(step, info)],
    ['Training loss', formatMeasure(train), 'nats/token', bits(train, info)],
    ['Validation loss', formatMeasure(validation), 'nats/token', bits(validation, info)],
    ['Gradient norm', formatMeasure(of('gradientNorm')), '', clipping],
    ['Speed', formatCount(of('tokensPerSecond')), 'tokens/s', ''],
  ];
}

/** Nats per token as bits per character. */
function bits(nats: number, info: RunInfo | null): string {
  if (!info || !Number.isFinite(nats)) return '';
  return `${formatMeasure((nats * info.tokenCount) / Math.max(1, info.characterCount) / Math.LN2)} bits/char`;
}

function epoch(step: number, info: RunInfo | null): string {
  if (!info || !(info.trainTokens > 0) || !Number.isFinite(step)) return '';
  const { batchSize, sequenceLength } = info.config;
  return `epoch ${((step * batchSize * sequenceLength) / info.trainTokens).toFixed(2)}`;
}
