/** How two threads hand over one half of a batch: a few words of shared memory, on which the one that waits sleeps. */
import type { Training } from './pass';

/** Words of the mailbox. PULSE counts up while the second thread works: a sign of life. */
const [STATE, CANCEL, PULSE, STEPS, ROWS, TRUNCATION, TRAINS, FINISHED] = [0, 1, 2, 3, 4, 5, 6, 7];
const WORDS = 8;
const [SCALE, LOSS] = [0, 1];

const [STARTING, IDLE, WORKING, CLOSED] = [0, 1, 2, 3];

export class Mailbox {
  private readonly words: Int32Array;
  private readonly numbers: Float64Array;

  /** Over the same buffer in both threads. */
  constructor(readonly buffer = new SharedArrayBuffer(WORDS * 4 + 16)) {
    this.words = new Int32Array(buffer, 0, WORDS);
    this.numbers = new Float64Array(buffer, WORDS * 4);
  }

  get idle(): boolean {
    return Atomics.load(this.words, STATE) === IDLE;
  }

  get pulse(): number {
    return Atomics.load(this.words, PULSE);
  }

  /** Asks for a half that is loaded to be run: to train from zero gradients, or forward and loss only. */
  post(steps: number, rows: number, training: Omit<Training, 'accumulate'> | null): void {
    const { words, numbers } = this;
    words.set([steps, rows, training?.truncation ?? 0, training ? 1 : 0], STEPS);
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
  serve(
    work: (steps: number, rows: number, training: Training | null, cancelled: () => boolean) => number | null,
  ): void {
    const { words, numbers } = this;
    const cancelled = (): boolean => {
      Atomics.add(words, PULSE, 1);
      return Atomics.load(words, CANCEL) === 1;
    };
    Atomics.compareExchange(words, STATE, STARTING, IDLE);
    for (;;) {
      Atomics.wait(words, STATE, IDLE);
      if (Atomics.load(words, STATE) === CLOSED) return;
      const how = { scale: numbers[SCALE], truncation: words[TRUNCATION], accumulate: false };
      const sum = work(words[STEPS], words[ROWS], words[TRAINS] === 1 ? how : null, cancelled);
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
