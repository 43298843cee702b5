import { ArenaPlan } from './arena';
import { reserveEngine } from './engineMemory';
import { sharedSimdKernels } from './kernels/simd/simd';
import { Mailbox } from './mailbox';
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

/** Milliseconds between looks at whether the work was cancelled, and without a sign of life that count as death. */
const GLANCE = 5;
const PATIENCE = 30_000;

/** The second thread as the first one sees it: it computes in the same memory, so only words need to pass. */
export class SecondThread {
  /** Whether the last job came back, finished or cancelled. */
  answered = false;
  private readonly mailbox = new Mailbox();
  private thread: { terminate(): void } | null;

  constructor(
    start: StartThread,
    options: EngineOptions,
    memory: WebAssembly.Memory,
    private readonly patience = PATIENCE,
  ) {
    this.thread = start({ options, memory, mailbox: this.mailbox.buffer });
  }

  /** False while it starts up, and after its death. */
  get ready(): boolean {
    return this.thread !== null && this.mailbox.idle;
  }

  /** Begins to run the rows that are loaded into the pass. */
  begin({ steps, rows }: Pick<Pass, 'steps' | 'rows'>, training: Training | null): void {
    this.mailbox.post(steps, rows, training);
  }

  /** Waits for the job. The sum of losses, or null when cancelled or (`answered` false) when the thread has died. */
  finish(cancelled: () => boolean): number | null {
    const { mailbox } = this;
    this.answered = true;
    let pulse = mailbox.pulse;
    let waited = 0;
    while (!mailbox.waitUntilIdle(GLANCE)) {
      if (cancelled()) mailbox.cancel();
      waited = mailbox.pulse === pulse ? waited + GLANCE : 0;
      pulse = mailbox.pulse;
      if (waited < this.patience) continue;
      this.dispose();
      this.answered = false;
      return null;
    }
    return mailbox.result;
  }

  dispose(): void {
    this.mailbox.close();
    this.thread?.terminate();
    this.thread = null;
  }
}

/** Runs second halves in this thread until the engine is disposed of. */
export function serveHalf({ options, memory, mailbox }: HalfSetup): void {
  const build = sharedSimdKernels()!;
  const plan = new ArenaPlan(build);
  const { halves } = reserveEngine(plan, options);
  const k = build.attach(plan.size, memory, 1);
  new Mailbox(mailbox).serve((steps, rows, training, cancelled) =>
    halves[1].of(k, steps, rows).run(training, cancelled),
  );
}
