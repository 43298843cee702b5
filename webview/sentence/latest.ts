import type { Reading } from '../../src/protocol/sentiment';
import type { Asked } from './state';

/** What a reading is asked of. */
export interface Question {
  readonly text: string;
  readonly explained: number | null;
}

/** Asks for readings: after a pause in typing, and of many answers only the newest is heard. */
export class LatestReading {
  private newest = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly read: (question: Question) => Promise<Reading>,
    private readonly hear: (change: Partial<Asked>) => void,
  ) {}

  /** `pause`: milliseconds in which a newer question replaces this one. */
  ask(question: Question, pause: number): void {
    const number = this.abandon();
    this.hear({ busy: true, problem: null });
    const ask = async () => {
      try {
        const reading = await this.read(question);
        if (number === this.newest) this.hear({ reading, busy: false, problem: null });
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        if (number === this.newest) this.hear({ busy: false, problem });
      }
    };
    if (pause > 0) this.timer = setTimeout(() => void ask(), pause);
    else void ask();
  }

  /** A reading that came unasked, or none: whatever was asked before is not waited for. */
  set(reading: Reading | null, problem: string | null = null): void {
    this.abandon();
    this.hear({ reading, busy: false, problem });
  }

  private abandon(): number {
    clearTimeout(this.timer);
    return ++this.newest;
  }
}
