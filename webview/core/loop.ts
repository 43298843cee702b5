/** Draws at most once per animation frame, and only when something changed. */
export class DrawLoop {
  private pending = 0;

  constructor(private readonly draw: () => void) {}

  /** Asks for a drawing in the next animation frame; a hidden page gets it when it is shown again. */
  request(): void {
    if (this.pending === 0) this.pending = requestAnimationFrame(() => this.flush());
  }

  /** Draws now: for a canvas that was just resized and would otherwise show one empty frame. */
  flush(): void {
    cancelAnimationFrame(this.pending);
    this.pending = 0;
    this.draw();
  }
}
