import { inputToken } from './columns';
import { createButton, createSlider } from './controls';
import { spokenToken } from './format';
import type { PanelState } from './state';
import { clampZoom, COLUMN_RANGE, scrollTo, type Timeline } from './timeline';
import type { PictureIntents } from './view';

/** Where one is on the shared time axis: the timestep under study, and how wide a timestep is. */
export class TimeControls {
  private readonly step;
  private readonly width;
  private readonly fitting;
  private timeline: Timeline | null = null;
  readonly timestep: HTMLElement;
  readonly zoom: HTMLElement;
  readonly fit: HTMLElement;

  constructor(intents: PictureIntents) {
    this.step = createSlider('Timestep', { min: 0, step: 1 }, (column) => {
      if (this.timeline) intents.setView({ scroll: scrollTo(this.timeline, column) });
      intents.point({ column, unit: null });
    });
    this.width = createSlider('Zoom', { min: COLUMN_RANGE.least, step: 1 }, (columnWidth) =>
      intents.setView({ columnWidth }),
    );
    this.fitting = createButton('Fit', 'secondary', () => {
      const { timeline } = this;
      if (!timeline) return;
      intents.setView({ columnWidth: clampZoom(timeline.width / Math.max(1, timeline.length)), scroll: 0 });
    });
    this.timestep = this.step.element;
    this.zoom = this.width.element;
    this.fit = this.fitting.element;
  }

  draw(state: PanelState, timeline: Timeline | null): void {
    this.timeline = timeline ?? this.timeline;
    const { frame, cursor } = state;
    const last = Math.max(0, (frame?.head.length ?? 1) - 1);
    const column = cursor?.column ?? 0;
    this.step.set({
      max: last,
      value: column,
      text: cursor ? `t = ${column} of ${last}, ${spokenToken(inputToken(state, column))}` : 'none selected',
      enabled: frame !== null,
    });
    const width = Math.round(this.timeline?.column ?? COLUMN_RANGE.legible);
    this.width.set({ max: COLUMN_RANGE.most, value: width, text: `${width} px a step` });
    this.fitting.set({ label: 'Fit', enabled: frame !== null, title: 'All timesteps in the width of the panel' });
  }
}
