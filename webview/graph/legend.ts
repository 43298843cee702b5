import type { RunInfo } from '../../src/protocol/run';
import { el, setText } from '../core/dom';
import { formatMeasure } from '../core/format';
import type { Theme } from '../core/theme';
import type { PictureIntents, Scene } from '../core/view';
import { DECADES, type GraphMeasures } from './measures';
import { kindsOf, weightColor, weightsOf } from './weights';

/** What colours, bands and shared weights mean, with the numbers they stand for. */
export class GraphLegend {
  private readonly weights = el('ul', { class: 'weights', 'aria-label': 'Shared weights' });
  private readonly ramp = el('span', { class: 'ramp' });
  private readonly band = el('span', { class: 'band' });
  private readonly bandText = el('span');
  private readonly outputs = el('span');
  readonly element = el(
    'div',
    { class: 'legend-row' },
    this.weights,
    el('span', { class: 'legend-item' }, '−', this.ramp, '+ node: mean of its units; full colour at the ± of its row'),
    this.outputs,
    el('span', { class: 'legend-item' }, this.band, this.bandText),
  );
  private info: RunInfo | null = null;
  private theme: Theme | null = null;

  constructor(private readonly intents: PictureIntents) {}

  draw({ state, theme }: Scene, { maxGradient }: GraphMeasures): void {
    const info = state.shown?.info ?? null;
    if (info !== this.info || theme !== this.theme) {
      this.info = info;
      this.theme = theme;
      this.weights.replaceChildren(...(info ? this.chips(info, theme) : []));
      this.ramp.style.background = `linear-gradient(to right, ${theme.scale.stops(9).join(', ')})`;
      this.band.style.background = theme.gradient;
    }
    for (const chip of this.weights.children) {
      chip.classList.toggle('highlit', (chip as HTMLElement).dataset['parameter'] === state.weight);
    }
    const output = state.outputs ? 'label by this step’s scores' : 'next token';
    setText(this.outputs, `y: likeliest ${output}, strong frame where it is right`);
    setText(
      this.bandText,
      maxGradient > 0
        ? `band: ‖∂L/∂state‖ running back in time; log scale, ${DECADES} decades, full width ${formatMeasure(maxGradient)}`
        : 'band: ‖∂L/∂state‖ running back in time; none yet',
    );
  }

  private chips(info: RunInfo, theme: Theme): readonly HTMLElement[] {
    const { wiring } = info.schema;
    const kinds = kindsOf(wiring);
    return weightsOf(wiring).map(({ parameter, label, symbol }) => {
      const swatch = el('span', { class: 'swatch' });
      swatch.style.background = weightColor(symbol, kinds, theme);
      const title = `${parameter}: the same matrix at every step`;
      const chip = el('li', { class: 'chip', title, tabindex: '0', 'data-parameter': parameter }, swatch, label);
      for (const enter of ['pointerenter', 'focus']) {
        chip.addEventListener(enter, () => this.intents.hoverWeight(parameter));
      }
      for (const leave of ['pointerleave', 'blur']) chip.addEventListener(leave, () => this.intents.hoverWeight(null));
      return chip;
    });
  }
}
