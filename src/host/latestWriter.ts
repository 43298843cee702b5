/**
 * Writes things one at a time. While a write is under way only the newest of what comes waits for its turn, so a slow
 * disk costs checkpoints in between, never memory or order.
 */
export class LatestWriter<T> {
  #waiting: { readonly item: T } | null = null;
  #working: Promise<void> | null = null;

  /** `onError` hears of failed writes; the next one is tried all the same. */
  constructor(
    private readonly write: (item: T) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  offer(item: T): void {
    this.#waiting = { item };
    this.#working ??= this.#drain();
  }

  /** Resolves when nothing is being written or waits. */
  async idle(): Promise<void> {
    await this.#working;
  }

  async #drain(): Promise<void> {
    while (this.#waiting !== null) {
      const { item } = this.#waiting;
      this.#waiting = null;
      try {
        await this.write(item);
      } catch (error) {
        this.onError(error);
      }
    }
    this.#working = null;
  }
}
