/**
 * Flow control towards a picture: at most `window` items are on their way at once, and what cannot leave yet is
 * replaced by what comes after it. A slow or hidden consumer costs one waiting item, never a queue.
 */
export class Gate<T> {
  /** Number of the last item handed over, and of the last one known to be drawn. */
  private sent = 0;
  private drawn = 0;
  private waiting: { readonly item: T } | null = null;

  /** `deliver` gets each item that leaves, with a number that rises by one. */
  constructor(
    private readonly deliver: (item: T, number: number) => void,
    private readonly window = 2,
  ) {}

  /** Items handed over and not acknowledged yet. */
  get inFlight(): number {
    return this.sent - this.drawn;
  }

  /** Whether an item that is offered now leaves at once. */
  get open(): boolean {
    return this.inFlight < this.window;
  }

  /** The newest item: leaves at once when there is credit, else takes the place of the one that waits. */
  offer(item: T): void {
    this.waiting = { item };
    this.flush();
  }

  /** The consumer has drawn this item, so everything before it is done with too (a lost message costs no credit). */
  acknowledge(number: number): void {
    if (!Number.isInteger(number) || number <= this.drawn || number > this.sent) return;
    this.drawn = number;
    this.flush();
  }

  /** The consumer begins anew: nothing is in flight any more. Numbers go on, so late acknowledgements mean nothing. */
  hydrate(): void {
    this.drawn = this.sent;
    this.flush();
  }

  /** Forgets the waiting item. */
  clear(): void {
    this.waiting = null;
  }

  private flush(): void {
    if (this.waiting === null || !this.open) return;
    const { item } = this.waiting;
    this.waiting = null;
    this.deliver(item, ++this.sent);
  }
}
