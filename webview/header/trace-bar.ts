import { createSlider, createSwitch } from '../core/controls';
import { el, setShown, setText } from '../core/dom';
import { formatCount } from '../core/format';
import type { PanelState } from '../core/state';
import { TimeControls } from '../core/time-controls';
import type { Timeline } from '../core/timeline';
import type { Intents, Scene, View } from '../core/view';

const SOURCES = [
  { value: 'training', label: 'Training batch' },
  { value: 'probe', label: 'Text on screen' },
] as const;

/** Which trace is on screen, and where in it one is: source, timestep, text position, zoom. */
export class TraceBar implements View {
  private readonly source;
  private readonly sentence = el('p', { class: 'trace-sentence' });
  private readonly time: TimeControls;
  private readonly position;
  readonly element: HTMLElement;

  constructor(intents: Intents) {
    this.source = createSwitch('Trace shown', SOURCES, (value) =>
      intents.setView({ source: value === 'probe' ? 'probe' : 'training' }),
    );
    this.time = new TimeControls(intents);
    this.position = createSlider('Text position', { min: 0, step: 1 }, (from) => intents.probe(from));
    const { timestep, zoom, fit } = this.time;
    this.element = el(
      'div',
      { class: 'trace-bar' },
      el('div', { class: 'trace-row' }, this.source.element, this.sentence),
      el('div', { class: 'trace-row sliders' }, timestep, this.position.element, zoom, fit),
    );
  }

  draw({ state }: Scene, timeline: Timeline | null = null): void {
    const { frame, shown, view } = state;
    setShown(this.element, shown?.info !== null && shown !== null);
    this.source.set(SOURCES, view.source);
    setText(this.sentence, sentence(state));
    this.time.draw(state, timeline);
    const tokens = shown?.info?.tokenCount ?? 0;
    setShown(this.position.element, view.source === 'probe');
    this.position.set({
      max: Math.max(0, tokens - (frame?.head.length ?? 1)),
      value: frame?.head.position ?? 0,
      text: `from token ${formatCount(frame?.head.position ?? 0)} of ${formatCount(tokens)}`,
      enabled: frame !== null,
    });
  }
}

/** Which trace is on screen, from the trace itself: true while another one is on its way. */
function sentence({ frame, view }: PanelState): string {
  if (!frame) return 'No trace yet: it comes with the first training step.';
  const { kind, step, row, position, length } = frame.head;
  const what =
    kind === 'training' ? `Row ${row + 1} of the training batch` : 'The text on screen, probed without training';
  const where = `tokens ${formatCount(position)} to ${formatCount(position + length - 1)}`;
  const waiting = kind === view.source ? '' : ' (the other trace is on its way)';
  return `${what} at step ${formatCount(step)}, ${where}${waiting}`;
}
