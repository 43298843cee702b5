import { createButton, createSlider } from '../core/controls';
import { el, setShown, setText } from '../core/dom';
import { formatCount } from '../core/format';
import type { Intents, Scene, View } from '../core/view';

/** A text drawn from the model, and the temperature to draw it at. */
export class SampleView implements View {
  private readonly temperature;
  private readonly button;
  private readonly text = el('pre', {
    class: 'sample-text',
    tabindex: '0',
    'aria-label': 'Sample text',
    role: 'region',
  });
  private readonly note = el('p', { class: 'summary' });
  readonly element: HTMLElement;

  constructor(intents: Intents) {
    this.temperature = createSlider('Temperature', { min: 0.1, step: 0.05 }, (temperature) =>
      intents.setView({ temperature }),
    );
    this.button = createButton('Sample', 'primary', () => intents.sample());
    this.element = el(
      'section',
      { class: 'view', 'aria-labelledby': 'sample-title', 'data-view': 'sample' },
      el('div', { class: 'view-head' }, el('h2', { id: 'sample-title' }, 'Sample'), this.note),
      el('div', { class: 'sample-tools' }, this.temperature.element, this.button.element),
      this.text,
    );
  }

  draw({ state }: Scene): void {
    const { shown, sampling, view } = state;
    // A model that chooses among labels writes nothing.
    const writes = state.outputs === null;
    setShown(this.element, writes);
    if (!writes) return;
    const { phase } = shown?.summary ?? {};
    this.temperature.set({ max: 2, value: view.temperature, text: view.temperature.toFixed(2) });
    const alive = shown?.info !== null && (phase === 'running' || phase === 'paused' || phase === 'finished');
    this.button.set({
      label: sampling ? 'Sampling…' : 'Sample',
      enabled: alive && !sampling,
      title: 'Draw 200 tokens from the model as it is now',
    });
    const sample = shown?.sample ?? null;
    setText(
      this.note,
      sample
        ? `drawn at step ${formatCount(sample.step)}, temperature ${sample.temperature.toFixed(2)}`
        : 'what the model writes when it feeds on its own output',
    );
    setText(this.text, sample?.text ?? '');
    setShown(this.text, sample !== null);
  }
}
