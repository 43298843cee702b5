const DURATION_MS = 520;

/** The state between rolled (0) and unrolled (1): moves smoothly towards its aim, at once where motion is unwelcome. */
export class Unrolling {
  private from = 1;
  private to = 1;
  private startedAt = -Infinity;

  constructor(private readonly requestDraw: () => void) {}

  aim(to: 0 | 1, still: boolean): void {
    if (to !== this.to) {
      this.from = this.value;
      this.to = to;
      this.startedAt = still ? -Infinity : performance.now();
    }
    if (this.progress < 1) this.requestDraw();
  }

  get value(): number {
    const p = this.progress;
    const eased = p < 0.5 ? 4 * p * p * p : 1 - (-2 * p + 2) ** 3 / 2;
    return this.from + (this.to - this.from) * eased;
  }

  private get progress(): number {
    return Math.min(1, (performance.now() - this.startedAt) / DURATION_MS);
  }
}
