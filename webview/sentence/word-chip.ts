import type { Reading } from '../../src/protocol/sentiment';
import { el } from '../core/dom';
import { formatSigned } from '../core/format';
import type { Theme } from '../core/theme';

/** One word: its integrated gradient as the colour behind it, and as a bar above that of leaving it out. */
export class WordChip {
  readonly element: HTMLElement;
  private marked = '';

  constructor(reading: Reading, index: number, max: number, theme: Theme) {
    const { text, starts, ends, integrated, leftOut, known } = reading;
    const written = text.slice(starts[index], ends[index]);
    const [share, out] = [integrated[index]!, leftOut[index]!];
    const word = el('span', { class: known[index] === 0 ? 'unknown' : '' }, written);
    const label =
      `${written}, integrated gradient ${formatSigned(share, 3)}, left out ${formatSigned(out, 3)}` +
      (known[index] === 0 ? ', a word that was not learned' : '');
    const color = theme.scale.color(Math.sign(share), 1);
    this.element = el(
      'span',
      {
        class: index > 0 && ends[index - 1] === starts[index] ? 'word touching' : 'word',
        role: 'option',
        id: `word-${index}`,
        'data-index': String(index),
        'aria-label': label,
        'aria-selected': 'false',
      },
      word,
      signedBar(share, max, color, false),
      signedBar(out, max, theme.scale.color(Math.sign(out), 1), true),
    );
    this.element.style.background = theme.tint.color(share, max);
  }

  mark(selected: boolean, hovered: boolean): void {
    const key = `${selected} ${hovered}`;
    if (key === this.marked) return;
    this.marked = key;
    this.element.setAttribute('aria-selected', String(selected));
    this.element.classList.toggle('hovered', hovered);
  }
}

/** A bar that begins in the middle: to the right for a positive number, to the left for a negative one. */
function signedBar(value: number, max: number, color: string, hollow: boolean): HTMLElement {
  const half = max > 0 ? (50 * Math.min(max, Math.abs(value))) / max : 0;
  const bar = el('span', { class: hollow ? 'signed-bar hollow' : 'signed-bar' });
  bar.style.width = `${half}%`;
  bar.style.left = `${value < 0 ? 50 - half : 50}%`;
  bar.style.color = color;
  return el('span', { class: 'signed-track', 'aria-hidden': 'true' }, bar);
}
