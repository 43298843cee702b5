/** How the labels of a reader look: a colour and a shape each, the same on every page. */
import type { ReaderInfo } from '../../src/protocol/sentiment';
import { el } from './dom';
import type { Theme } from './theme';

/** Shapes are signs of the font, so that they stand in running text and on a canvas alike. */
const SHAPES = ['◆', '■', '★', '✚', '▬', '◗'] as const;

export interface LabelLook {
  readonly name: string;
  readonly shape: string;
  readonly color: string;
}

/** Leaning labels point up or down in the colours of sentiment; others take the chart colours in order. */
export function labelLook({ labels, leanings, neutral }: ReaderInfo, label: number, theme: Theme): LabelLook {
  const name = labels[label] ?? '';
  const leaning = leanings[label] ?? 0;
  if (leaning > 0) return { name, shape: '▲', color: theme.positive };
  if (leaning < 0) return { name, shape: '▼', color: theme.negative };
  if (label === neutral) return { name, shape: '●', color: theme.muted };
  const place = labels.slice(0, label).filter((_, i) => leanings[i] === 0 && i !== neutral).length;
  return { name, shape: SHAPES[place % SHAPES.length]!, color: theme.series[place % theme.series.length]! };
}

/** A label's shape in its colour. The name stands beside it, so the shape is hidden from assistive tools. */
export function labelMark({ shape, color }: LabelLook): HTMLElement {
  const mark = el('span', { class: 'label-mark', 'aria-hidden': 'true' }, shape);
  mark.style.color = color;
  return mark;
}
