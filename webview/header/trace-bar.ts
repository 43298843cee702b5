import { createButton, createSlider, createSwitch } from '../core/controls';
import { el, setShown, setText } from '../core/dom';
import { inputToken } from '../core/columns';
import { formatCount, spokenToken } from '../core/format';
import type { PanelState } from '../core/state';
import { clampZoom, COLUMN_RANGE, scrollTo, type Timeline } from '../core/timeline';
import type { Intents, Scene, View } from '../core/view';

const SOURCES = [
  { value: 'training', label: 'Training batch' },
  { value: 'probe', label: 'Text on screen' },
] as const;

/** Which trace is on screen, and where in it one is: source, timestep, text position, zoom. */
export class TraceBar implements View {
  private readonly source;
  private readonly sentence = el('p', { class: 'trace-sentence' });
  private readonly timestep;
  private readonly position;
  private readonly zoom;
  private readonly fit;
  private timeline: Timeline | null = null;
  readonly element: HTMLElement;

  constructor(intents: Intents) {
    this.source = createSwitch('Trace shown', SOURCES, (value) =>
      intents.setView({ source: value === 'probe' ? 'probe' : 'training' }),
    );
    this.timestep = createSlider('Timestep', { min: 0, step: 1 }, (column) => {
      if (this.timeline) intents.setView({ scroll: scrollTo(this.timeline, column) });
      intents.point({ column, unit: null });
    });
    this.position = createSlider('Text position', { min: 0, step: 1 }, (from) => intents.probe(from));
    this.zoom = createSlider('Zoom', { min: COLUMN_RANGE.least, step: 1 }, (columnWidth) =>
      intents.setView({ columnWidth }),
    );
    this.fit = createButton('Fit', 'secondary', () => {
      const { timeline } = this;
      if (!timeline) return;
      intents.setView({ columnWidth: clampZoom(timeline.width / Math.max(1, timeline.length)), scroll: 0 });
    });
    this.element = el(
      'div',
      { class: 'trace-bar' },
      el('div', { class: 'trace-row' }, this.source.element, this.sentence),
      el(
        'div',
        { class: 'trace-row sliders' },
        this.timestep.element,
        this.position.element,
        this.zoom.element,
        this.fit.element,
      ),
    );
  }

  draw(scene: Scene, timeline: Timeline | null = null): void {
    const { state } = scene;
    this.timeline = timeline ?? this.timeline;
    const { frame, shown, view, cursor } = state;
    setShown(this.element, shown?.info !== null && shown !== null);
    this.source.set(SOURCES, view.source);
    setText(this.sentence, sentence(state));
    const last = Math.max(0, (frame?.head.length ?? 1) - 1);
    const column = cursor?.column ?? 0;
    this.timestep.set({
      max: last,
      value: column,
      text: cursor ? `t = ${column} of ${last}, ${spokenToken(inputToken(state, column))}` : 'none selected',
      enabled: frame !== null,
    });
    const tokens = shown?.info?.tokenCount ?? 0;
    setShown(this.position.element, view.source === 'probe');
    this.position.set({
      max: Math.max(0, tokens - (frame?.head.length ?? 1)),
      value: frame?.head.position ?? 0,
      text: `from token ${formatCount(frame?.head.position ?? 0)} of ${formatCount(tokens)}`,
      enabled: frame !== null,
    });
    const width = Math.round(this.timeline?.column ?? COLUMN_RANGE.legible);
    this.zoom.set({ max: COLUMN_RANGE.most, value: width, text: `${width} px a step` });
    this.fit.set({ label: 'Fit', enabled: frame !== null, title: 'All timesteps in the width of the panel' });
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
