import type { RunSummary } from '../../src/protocol/messages';
import { createButton, createPicker, type Button } from '../core/controls';
import { el, setShown, setText } from '../core/dom';
import type { Intents, Scene, View } from '../core/view';
import { PHASE_WORDS, runControls } from './controls';

/** Which run is shown, what it is doing, and the buttons that change that. */
export class HeaderView implements View {
  private readonly name = el('h1', { class: 'run-name' });
  private readonly picker;
  private readonly phase = el('span', { class: 'phase', role: 'status' });
  private readonly model = el('p', { class: 'model-line' });
  private readonly buttons: readonly Button[];
  private readonly progress = el('progress', { 'aria-label': 'Training progress', max: '1' });
  private summary: RunSummary | null = null;
  readonly element: HTMLElement;

  constructor(intents: Intents) {
    this.picker = createPicker('Run', (run) => intents.show(run));
    this.picker.element.classList.add('run-picker');
    this.buttons = runControls('paused').map(({ label }, i) =>
      createButton(label, i === 0 ? 'primary' : 'secondary', () => {
        const control = this.summary && runControls(this.summary.phase)[i];
        if (control?.enabled) intents.act(control.action);
      }),
    );
    const controls = el('div', { class: 'run-controls', role: 'group', 'aria-label': 'Run' });
    controls.append(...this.buttons.map(({ element }) => element));
    this.element = el(
      'header',
      { class: 'header' },
      el(
        'div',
        { class: 'header-row' },
        el('div', { class: 'run-title' }, this.name, this.picker.element, this.phase),
        controls,
      ),
      this.model,
      this.progress,
    );
  }

  draw({ state }: Scene): void {
    const { shown, runs } = state;
    setShown(this.element, shown !== null);
    if (!shown) return;
    const { summary, info } = shown;
    this.summary = summary;
    setText(this.name, summary.name);
    const several = runs.length > 1;
    // The heading stays for screen readers when the picker shows the name.
    this.name.classList.toggle('visually-hidden', several);
    setShown(this.picker.element, several);
    this.picker.set(
      runs.map(({ run, name }) => ({ value: run, label: name })),
      summary.run,
    );
    setText(this.phase, PHASE_WORDS[summary.phase]);
    this.phase.dataset['phase'] = summary.phase;
    runControls(summary.phase).forEach((control, i) => this.buttons[i]!.set(control));
    setText(
      this.model,
      [info?.modelLine ?? '', shown.document === summary.name ? '' : shown.document].filter(Boolean).join(' · '),
    );
    const done = info ? (summary.scalars[0] ?? 0) / Math.max(1, summary.maxSteps) : NaN;
    if (Number.isFinite(done)) this.progress.value = done;
    else this.progress.removeAttribute('value');
  }
}
