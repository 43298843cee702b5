/** How two threads hand over one half of a batch: a few words of shared memory, on which the one that waits sleeps. */
import type { Training } from './pass';

/** What the second thread is asked to do with its half: train, or forward and loss only (`training` null). */
export interface HalfJob {
  readonly steps: number;
  readonly rows: number;
  readonly training: Training | null;
}

const STATE = 0;
const CANCEL = 1;
/** Counts up while the second thread works: a sign of life. */
const PULSE = 2;
const [STEPS, ROWS, TRUNCATION, ACCUMULATE, TRAINS, FINISHED] = [3, 4, 5, 6, 7, 8];
const WORDS = 16;
const [SCALE, LOSS] = [0, 1];

const [STARTING, IDLE, WORKING, CLOSED] = [0, 1, 2, 3];

export class Mailbox {
  private readonly words: Int32Array;
  private readonly numbers: Float64Array;

  /** Over the same buffer in both threads: one that `Mailbox.allocate` made. */
  constructor(readonly buffer: SharedArrayBuffer) {
    this.words = new Int32Array(buffer, 0, WORDS);
    this.numbers = new Float64Array(buffer, WORDS * 4);
  }

  static allocate(): Mailbox {
    return new Mailbox(new SharedArrayBuffer(WORDS * 4 + 16));
  }

  get idle(): boolean {
    return Atomics.load(this.words, STATE) === IDLE;
  }

  get pulse(): number {
    return Atomics.load(this.words, PULSE);
  }

  post({ steps, rows, training }: HalfJob): void {
    const { words, numbers } = this;
    words[STEPS] = steps;
    words[ROWS] = rows;
    words[TRAINS] = training ? 1 : 0;
    words[TRUNCATION] = training?.truncation ?? 0;
    words[ACCUMULATE] = training?.accumulate ? 1 : 0;
    numbers[SCALE] = training?.scale ?? 0;
    Atomics.store(words, CANCEL, 0);
    this.enter(WORKING);
  }

  cancel(): void {
    Atomics.store(this.words, CANCEL, 1);
  }

  /** Sleeps until the work is done, so many milliseconds at most; whether it is. */
  waitUntilIdle(milliseconds: number): boolean {
    return this.idle || (Atomics.wait(this.words, STATE, WORKING, milliseconds), this.idle);
  }

  /** The sum of losses of the job that is done, or null when it was cancelled. */
  get result(): number | null {
    return this.words[FINISHED] === 1 ? this.numbers[LOSS] : null;
  }

  close(): void {
    this.enter(CLOSED);
  }

  /** The second thread's loop, until the mailbox is closed. `work` polls `cancelled` and gives the sum of losses. */
  serve(work: (job: HalfJob, cancelled: () => boolean) => number | null): void {
    const { words, numbers } = this;
    const cancelled = (): boolean => {
      Atomics.add(words, PULSE, 1);
      return Atomics.load(words, CANCEL) === 1;
    };
    Atomics.compareExchange(words, STATE, STARTING, IDLE);
    for (;;) {
      Atomics.wait(words, STATE, IDLE);
      if (Atomics.load(words, STATE) === CLOSED) return;
      const how = { scale: numbers[SCALE], truncation: words[TRUNCATION], accumulate: words[ACCUMULATE] === 1 };
      const training = words[TRAINS] === 1 ? how : null;
      const sum = work({ steps: words[STEPS], rows: words[ROWS], training }, cancelled);
      words[FINISHED] = sum === null ? 0 : 1;
      numbers[LOSS] = sum ?? NaN;
      if (Atomics.compareExchange(words, STATE, WORKING, IDLE) === CLOSED) return;
      Atomics.notify(words, STATE);
    }
  }

  private enter(state: number): void {
    Atomics.store(this.words, STATE, state);
    Atomics.notify(this.words, STATE);
  }
}
