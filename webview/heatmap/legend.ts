import { el, setText } from '../core/dom';
import { formatMeasure } from '../core/format';
import type { Theme } from '../core/theme';

/** The colour scale in words and in colour: −max, zero as the neutral colour, +max. */
export class ScaleLegend {
  private readonly ramp = el('span', { class: 'ramp wide' });
  private readonly low = el('span');
  private readonly high = el('span');
  private readonly note = el('span', { class: 'legend-note' });
  readonly element = el('div', { class: 'legend-row' });
  private theme: Theme | null = null;

  constructor() {
    this.element.append(el('span', { class: 'legend-item' }, this.low, this.ramp, this.high), this.note);
  }

  draw(theme: Theme, max: number, note: string): void {
    if (theme !== this.theme) {
      this.theme = theme;
      this.ramp.style.background = `linear-gradient(to right, ${theme.scale.stops(11).join(', ')})`;
    }
    setText(this.low, `−${formatMeasure(max)}`);
    setText(this.high, `+${formatMeasure(max)}`);
    setText(this.note, note);
  }
}
