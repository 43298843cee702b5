/** Work that takes longer than a turn, one piece after another; a piece is as far as the generator's next `yield`. */
interface Job {
  /** Does one piece; true when that was the last. */
  advance(): boolean;
  reject(error: Error): void;
}

export class Jobs {
  private queue: Job[] = [];

  get waiting(): boolean {
    return this.queue.length > 0;
  }

  /** Resolves with what the generator returns; `advance` must be called until it does. */
  add<T>(work: Generator<void, T, void>): Promise<T> {
    return new Promise((resolve, reject) => {
      const advance = (): boolean => {
        const { done, value } = work.next();
        if (done) resolve(value);
        return done ?? false;
      };
      const leave = (error: Error): void => {
        reject(error);
        work.return(undefined as never);
      };
      this.queue.push({ advance, reject: leave });
    });
  }

  /** Does one piece of the first job. What goes wrong in it is its caller's to hear. */
  advance(): void {
    const [first] = this.queue;
    try {
      if (first?.advance()) this.queue.shift();
    } catch (error) {
      this.queue.shift();
      first?.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** Rejects everything that waits. */
  abandon(reason: string): void {
    const { queue } = this;
    this.queue = [];
    for (const { reject } of queue) reject(new Error(reason));
  }
}
