import { ArenaPlan } from './arena';
import { reserveEngine } from './engineMemory';
import { sharedSimdKernels } from './kernels/simd/simd';
import type { Pass, Training } from './pass';
import type { EngineOptions } from './types';

/** All a thread needs to run the second half of an engine's batches; fit to be posted to it. */
export interface HalfSetup {
  readonly options: EngineOptions;
  readonly memory: WebAssembly.Memory;
  readonly mailbox: SharedArrayBuffer;
}

/** Starts a thread that calls `serveHalf(setup)`. */
export type StartThread = (setup: HalfSetup) => { terminate(): void };

/** Words of the mailbox, on the first of which the thread that waits sleeps. PULSE is a sign of life. */
const [STATE, CANCEL, PULSE, STEPS, ROWS, TRUNCATION, TRAINS, FINISHED] = [0, 1, 2, 3, 4, 5, 6, 7];
const WORDS = 8;
const [SCALE, LOSS] = [0, 1];
const [STARTING, IDLE, WORKING, CLOSED] = [0, 1, 2, 3];

/** Milliseconds between looks at whether the work was cancelled, and without a sign of life that count as death. */
const GLANCE = 5;
const PATIENCE = 30_000;

/** The mailbox's words, and its float64 numbers behind them. */
function open(mailbox: SharedArrayBuffer): readonly [Int32Array, Float64Array] {
  return [new Int32Array(mailbox, 0, WORDS), new Float64Array(mailbox, WORDS * 4)];
}

/** The second thread as the first one sees it: it computes in the same memory, so only words need to pass. */
export class SecondThread {
  /** Whether the last job came back, finished or cancelled. */
  answered = false;
  private readonly words: Int32Array;
  private readonly numbers: Float64Array;
  private thread: { terminate(): void } | null;

  constructor(
    start: StartThread,
    options: EngineOptions,
    memory: WebAssembly.Memory,
    private readonly patience = PATIENCE,
  ) {
    const mailbox = new SharedArrayBuffer(WORDS * 4 + 16);
    [this.words, this.numbers] = open(mailbox);
    this.thread = start({ options, memory, mailbox });
  }

  /** False while it starts up, and after its death. */
  get ready(): boolean {
    return this.thread !== null && Atomics.load(this.words, STATE) === IDLE;
  }

  /** Begins to run the rows that are loaded into the pass, in training from zero gradients. */
  begin({ steps, rows }: Pick<Pass, 'steps' | 'rows'>, training: Training | null): void {
    this.words.set([steps, rows, training?.truncation ?? 0, training ? 1 : 0], STEPS);
    this.numbers[SCALE] = training?.scale ?? 0;
    Atomics.store(this.words, CANCEL, 0);
    this.enter(WORKING);
  }

  /** Waits for the job. The sum of losses, or null when cancelled or (`answered` false) when the thread has died. */
  finish(cancelled: () => boolean): number | null {
    const { words } = this;
    this.answered = true;
    let pulse = Atomics.load(words, PULSE);
    let waited = 0;
    while (Atomics.load(words, STATE) === WORKING) {
      if (Atomics.wait(words, STATE, WORKING, GLANCE) !== 'timed-out') continue;
      if (cancelled()) Atomics.store(words, CANCEL, 1);
      const now = Atomics.load(words, PULSE);
      waited = now === pulse ? waited + GLANCE : 0;
      pulse = now;
      if (waited < this.patience) continue;
      this.dispose();
      this.answered = false;
      return null;
    }
    return words[FINISHED] === 1 ? this.numbers[LOSS] : null;
  }

  dispose(): void {
    this.enter(CLOSED);
    this.thread?.terminate();
    this.thread = null;
  }

  private enter(state: number): void {
    Atomics.store(this.words, STATE, state);
    Atomics.notify(this.words, STATE);
  }
}

/** Runs second halves in this thread until the engine is disposed of. */
export function serveHalf({ options, memory, mailbox }: HalfSetup): void {
  const build = sharedSimdKernels()!;
  const plan = new ArenaPlan(build);
  const { halves } = reserveEngine(plan, options);
  const k = build.attach(plan.size, memory, 1);
  const [words, numbers] = open(mailbox);
  const cancelled = (): boolean => {
    Atomics.add(words, PULSE, 1);
    return Atomics.load(words, CANCEL) === 1;
  };
  Atomics.compareExchange(words, STATE, STARTING, IDLE);
  for (;;) {
    Atomics.wait(words, STATE, IDLE);
    if (Atomics.load(words, STATE) === CLOSED) return;
    const training = { scale: numbers[SCALE], truncation: words[TRUNCATION], accumulate: false };
    const sum = halves[1].of(k, words[STEPS], words[ROWS]).run(words[TRAINS] === 1 ? training : null, cancelled);
    words[FINISHED] = sum === null ? 0 : 1;
    numbers[LOSS] = sum ?? NaN;
    if (Atomics.compareExchange(words, STATE, WORKING, IDLE) === CLOSED) return;
    Atomics.notify(words, STATE);
  }
}
