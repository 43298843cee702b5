import { el } from './dom';

/**
 * A canvas whose backing store has exactly one pixel per device pixel. Fractional zoom levels make `width × ratio`
 * wrong by a pixel and blur everything, so the size comes from the observer's device-pixel box.
 */
export class Surface {
  readonly canvas = el('canvas', { 'aria-hidden': 'true' });
  readonly context: CanvasRenderingContext2D;
  private readonly observer: ResizeObserver;
  private readonly sight: IntersectionObserver;
  /** False while the canvas is scrolled out of sight: then drawing it is a waste. */
  inSight = true;
  /** CSS pixels. */
  width = 0;
  height = 0;

  /** `redraw` must draw at once: setting a canvas's size clears it, and what comes into sight is out of date. */
  constructor(private readonly redraw: () => void) {
    const context = this.canvas.getContext('2d');
    if (!context) throw new Error('This browser offers no canvas to draw on.');
    this.context = context;
    this.observer = new ResizeObserver(([entry]) => entry && this.resized(entry));
    this.observer.observe(this.canvas, { box: 'device-pixel-content-box' });
    this.sight = new IntersectionObserver(
      ([entry]) => {
        const before = this.inSight;
        this.inSight = entry?.isIntersecting ?? true;
        if (this.inSight && !before) redraw();
      },
      { rootMargin: '200px' },
    );
    this.sight.observe(this.canvas);
  }

  /** Device pixels per CSS pixel. */
  get ratio(): number {
    return this.width > 0 ? this.canvas.width / this.width : devicePixelRatio;
  }

  /** Sets the height in CSS pixels; the width follows the layout. */
  setHeight(height: number): void {
    const text = `${height}px`;
    if (this.canvas.style.height !== text) this.canvas.style.height = text;
  }

  /** Clears and scales the context so that views draw in CSS pixels. */
  begin(): CanvasRenderingContext2D {
    const { context, canvas, ratio } = this;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return context;
  }

  private resized(entry: ResizeObserverEntry): void {
    const [device] = entry.devicePixelContentBoxSize;
    const [css] = entry.contentBoxSize;
    if (!device || !css || device.inlineSize === 0) return;
    this.width = css.inlineSize;
    this.height = css.blockSize;
    this.canvas.width = devicePixels(device.inlineSize, css.inlineSize);
    this.canvas.height = devicePixels(device.blockSize, css.blockSize);
    this.redraw();
  }
}

/** The reported size, unless it cannot be meant in device pixels: an emulated screen reports CSS pixels. */
function devicePixels(reported: number, css: number): number {
  const expected = css * devicePixelRatio;
  return Math.abs(reported - expected) <= 1 ? reported : Math.round(expected);
}
