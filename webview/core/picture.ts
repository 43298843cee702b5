import { AXIS_HEIGHT, clipToTime, paintOver, paintTokens, paintUnder } from './columns';
import { el } from './dom';
import type { PanelState, Place } from './state';
import { Surface } from './surface';
import { clampZoom, columnAt, columnX, layoutTimeline, scrollTo, type Timeline } from './timeline';
import { spoken, type Description, type Speaker, type Tooltip } from './tooltip';
import type { PictureIntents, Scene } from './view';

/** What one view on the shared time axis adds to the axis: its rows, its paint and its words. */
export interface Painter {
  /** Accessible name, e.g. `Heatmap`. */
  readonly name: string;
  /** Whether the input tokens are written below the data. */
  readonly hasAxis: boolean;
  /** The one timestep shown by a picture that is not on the axis just now. */
  readonly onlyColumn?: number | null;
  /** Height of the data area in CSS pixels. */
  height(scene: Scene, ratio: number): number;
  /** Rows that arrow keys walk through. */
  rows(scene: Scene): number;
  /** The row at a height within a column, or null. */
  rowAt(y: number, column: number): number | null;
  /** Left of the time area: row names and scales. */
  paintGutter(context: CanvasRenderingContext2D, timeline: Timeline, scene: Scene): void;
  /** Inside the time area; drawing is clipped to it. */
  paint(context: CanvasRenderingContext2D, timeline: Timeline, scene: Scene): void;
  describe(place: Place, scene: Scene): Description | null;
  /** A shared weight under the pointer: described instead of the cell. */
  hit?(point: Point, column: number, timeline: Timeline): Hit | null;
}

/** A shared weight under the pointer. */
export interface Hit {
  /** PyTorch's name. */
  readonly parameter: string;
  readonly description: Description;
}

/** CSS pixels of a canvas. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What pictures share besides the state. */
export interface Stage {
  readonly intents: PictureIntents;
  /** Least width of a column that nobody zoomed, in CSS pixels. */
  readonly legible: number;
  readonly tooltip: Tooltip;
  readonly speaker: Speaker;
  /** The state now: input may come faster than drawings. */
  readonly state: () => PanelState;
  /** Draws the whole panel now. */
  readonly flush: () => void;
}

/**
 * A canvas on the shared time axis. Pointer: hover, click to study, drag to select, wheel to scroll, Ctrl+wheel to
 * zoom. Keys: arrows, Home, End, Page Up/Down, Shift to extend, Enter to reveal, Escape to clear. Every move of the
 * cursor is spoken.
 */
export class TimePicture {
  readonly surface: Surface;
  readonly element: HTMLElement;
  private scene: Scene | null = null;
  private timeline: Timeline | null = null;
  private pointer: Point | null = null;
  private dragFrom: number | null = null;
  /** The cursor that was spoken last by this picture. */
  private toSpeak = false;

  constructor(
    private readonly painter: Painter,
    describedBy: string,
    private readonly stage: Stage,
  ) {
    this.surface = new Surface(stage.flush);
    this.element = el(
      'div',
      {
        class: 'picture',
        tabindex: '0',
        role: 'application',
        'aria-roledescription': 'chart',
        'aria-label': `${painter.name}: arrow keys walk timesteps and rows, Enter shows the text, Escape clears`,
        'aria-describedby': describedBy,
      },
      this.surface.canvas,
    );
    this.listen();
  }

  /** Draws everything; returns the geometry, or null while the canvas has no size yet. */
  draw(scene: Scene): Timeline | null {
    this.scene = scene;
    const { surface, painter } = this;
    const height = painter.height(scene, surface.ratio);
    const total = height + (painter.hasAxis ? AXIS_HEIGHT : 0);
    surface.setHeight(total);
    const { frame, view } = scene.state;
    const timeline = layoutTimeline(
      surface.width,
      surface.ratio,
      frame?.head.length ?? 0,
      view.columnWidth,
      view.scroll,
      this.stage.legible,
    );
    this.timeline = timeline;
    if (surface.width === 0) return null;
    if (!surface.inSight) return timeline;
    const context = surface.begin();
    clipToTime(context, timeline, total);
    const onAxis = (painter.onlyColumn ?? null) === null;
    if (onAxis) paintUnder(context, timeline, scene, total);
    painter.paint(context, timeline, scene);
    if (painter.hasAxis) paintTokens(context, timeline, scene, height);
    if (onAxis) paintOver(context, timeline, scene, total);
    context.restore();
    painter.paintGutter(context, timeline, scene);
    if (painter.hasAxis) nameAxis(context, scene, height + AXIS_HEIGHT / 2);
    this.describe(scene, timeline);
    return timeline;
  }

  private describe(scene: Scene, timeline: Timeline): void {
    const { stage, painter, pointer, surface } = this;
    const box = surface.canvas.getBoundingClientRect();
    if (pointer) {
      const { hover } = scene.state;
      const hit = hover && painter.hit?.(pointer, hover.column, timeline);
      const description = hit?.description ?? (hover && painter.describe(hover, scene));
      if (description) stage.tooltip.show(this, description, box.left + pointer.x, box.top + pointer.y);
      else stage.tooltip.hide(this);
    } else if (this.toSpeak && scene.state.cursor) {
      const description = painter.describe(scene.state.cursor, scene);
      if (description) {
        stage.speaker.say(spoken(description));
        const x = columnX(timeline, scene.state.cursor.column) + timeline.column;
        stage.tooltip.show(this, description, box.left + x, box.top + 12);
      }
    }
    this.toSpeak = false;
  }

  /** The pointer in CSS pixels of the canvas. */
  private local(event: MouseEvent): Point {
    const box = this.surface.canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private placeAt({ x, y }: Point): Place | null {
    if (!this.timeline) return null;
    const under = columnAt(this.timeline, x);
    const column = under === null ? null : (this.painter.onlyColumn ?? under);
    return column === null ? null : { column, unit: this.painter.rowAt(y, column) };
  }

  private listen(): void {
    const { element, stage } = this;
    const { intents } = stage;
    element.addEventListener('pointermove', (event) => this.moved(event));
    element.addEventListener('pointerleave', () => {
      this.pointer = null;
      intents.hoverWeight(null);
      stage.tooltip.hide(this);
      intents.hover(null);
    });
    element.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      const place = this.placeAt(this.local(event));
      if (!place) return;
      this.dragFrom = place.column;
      element.setPointerCapture(event.pointerId);
      intents.point(place);
    });
    element.addEventListener('pointerup', () => {
      const { selection } = stage.state();
      if (this.dragFrom !== null && selection) intents.reveal(selection[0], selection[1]);
      this.dragFrom = null;
    });
    element.addEventListener('wheel', (event) => this.wheeled(event), { passive: false });
    element.addEventListener('keydown', (event) => this.pressed(event));
    element.addEventListener('blur', () => stage.tooltip.hide(this));
  }

  private moved(event: PointerEvent): void {
    this.pointer = this.local(event);
    const place = this.placeAt(this.pointer);
    const { intents } = this.stage;
    intents.hover(place);
    const hit = place && this.timeline ? this.painter.hit?.(this.pointer, place.column, this.timeline) : null;
    intents.hoverWeight(hit?.parameter ?? null);
    const from = this.dragFrom;
    if (from !== null && place) {
      intents.select(Math.min(from, place.column), Math.max(from, place.column) + 1);
    }
  }

  private wheeled(event: WheelEvent): void {
    const { timeline, scene } = this;
    if (!timeline || !scene) return;
    const { intents } = this.stage;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const columnWidth = clampZoom(timeline.column * Math.exp(-event.deltaY / 300));
      const x = this.local(event).x - timeline.left;
      const under = (x + timeline.scroll) / timeline.column;
      intents.setView({ columnWidth, scroll: Math.max(0, under - x / columnWidth) });
      return;
    }
    const by = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (by === 0) return;
    event.preventDefault();
    const most = Math.max(0, timeline.length - timeline.width / timeline.column);
    const scroll = Math.min(most, Math.max(0, (timeline.scroll + by) / timeline.column));
    intents.setView({ scroll });
  }

  private pressed(event: KeyboardEvent): void {
    const { scene, timeline } = this;
    const { intents, state } = this.stage;
    const { cursor, selection, frame } = state();
    if (!scene || !timeline || !frame || event.altKey) return;
    const last = frame.head.length - 1;
    const rows = this.painter.rows(scene);
    const at = cursor ?? { column: event.key === 'ArrowLeft' || event.key === 'End' ? last + 1 : -1, unit: 0 };
    const unit = Math.min(at.unit ?? 0, rows - 1);
    const stride = event.ctrlKey || event.metaKey ? 10 : 1;
    const targets: Readonly<Record<string, Place>> = {
      ArrowLeft: { column: at.column - stride, unit },
      ArrowRight: { column: at.column + stride, unit },
      ArrowUp: { column: Math.max(0, at.column), unit: unit - stride },
      ArrowDown: { column: Math.max(0, at.column), unit: cursor ? unit + stride : 0 },
      PageUp: { column: at.column - 10, unit },
      PageDown: { column: at.column + 10, unit },
      Home: { column: 0, unit },
      End: { column: last, unit },
    };
    const target = targets[event.key];
    if (target) {
      const column = Math.min(last, Math.max(0, target.column));
      const place = { column, unit: Math.min(rows - 1, Math.max(0, target.unit ?? 0)) };
      this.toSpeak = true;
      intents.setView({ scroll: scrollTo(timeline, column) });
      intents.point(place);
      if (event.shiftKey && selection) {
        intents.select(Math.min(selection[0], column), Math.max(selection[1], column + 1));
      }
    } else if (event.key === 'Enter' && selection) intents.reveal(selection[0], selection[1]);
    else if (event.key === 'Escape') {
      this.stage.tooltip.hide(this);
      intents.clearSelection();
    } else return;
    event.preventDefault();
  }
}

function nameAxis(context: CanvasRenderingContext2D, { theme }: Scene, y: number): void {
  context.font = theme.labelFont;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = theme.muted;
  context.fillText('token', 4, y);
}
