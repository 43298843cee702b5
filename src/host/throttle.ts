/**
 * Calls at most once every `interval` ms: at once when it may, else once later. For work whose newest call says it all;
 * work that grows gives the interval as a function, asked after every call.
 */
export class Throttle {
  #timer: ReturnType<typeof setTimeout> | null = null;
  #again = false;

  constructor(
    private readonly action: () => void,
    private readonly interval: number | (() => number),
  ) {}

  request(): void {
    if (this.#timer !== null) {
      this.#again = true;
      return;
    }
    this.action();
    const wait = typeof this.interval === 'number' ? this.interval : this.interval();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (!this.#again) return;
      this.#again = false;
      this.request();
    }, wait);
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }
}
