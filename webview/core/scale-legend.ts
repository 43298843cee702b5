import { el, setText } from './dom';
import { formatMeasure } from './format';
import type { DivergingScale } from './diverging';

/** The colour scale in words and in colour: −max, zero as the neutral colour, +max. */
export class ScaleLegend {
  private readonly ramp = el('span', { class: 'ramp wide' });
  private readonly low = el('span');
  private readonly high = el('span');
  private readonly note = el('span', { class: 'legend-note' });
  readonly element = el('div', { class: 'legend-row' });
  private scale: DivergingScale | null = null;

  constructor() {
    this.element.append(el('span', { class: 'legend-item' }, this.low, this.ramp, this.high), this.note);
  }

  draw(scale: DivergingScale, max: number, note: string): void {
    if (scale !== this.scale) {
      this.scale = scale;
      this.ramp.style.background = `linear-gradient(to right, ${scale.stops(11).join(', ')})`;
    }
    setText(this.low, `−${formatMeasure(max)}`);
    setText(this.high, `+${formatMeasure(max)}`);
    setText(this.note, note);
  }
}
