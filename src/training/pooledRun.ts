/** A run as the host holds it: commands for the worker it lives in, and what brings it back when that worker dies. */
import type { Frame, Subscription } from '../protocol/frame';
import type { Inspection, WorkerEvents, WorkerMethods } from '../protocol/messages';
import type { RunInfo, RunPhase, RunReason } from '../protocol/run';
import { SCALARS } from '../protocol/run';
import type { TensorSlice, TraceKey } from '../protocol/trace';
import { noCurves } from './curves';
import type { RunListener, RunRequest } from './pool';
import type { PooledWorker, Resident, WorkerEnd } from './pooledWorker';

/** What may be asked of a run without changing how it goes on. */
type Question = 'sample' | 'snapshots' | 'replay' | 'branch' | 'checkGradients' | 'exportReader';
type Answer<M extends Question> = Awaited<ReturnType<WorkerMethods[M]>>;

/** Commands to one run; each mirrors the method of `WorkerMethods` with its name, and rejects with words. */
export interface TrainingRun {
  readonly run: string;
  readonly info: RunInfo;
  start(): Promise<void>;
  pause(): Promise<void>;
  step(): Promise<void>;
  stop(): Promise<Uint8Array>;
  reset(): Promise<void>;
  checkpoint(): Promise<Uint8Array>;
  subscribe(subscription: Subscription | null): void;
  acknowledge(number: number): void;
  probe(from: number, to: number): void;
  fetch(key: TraceKey, tensor: string, from: number, to: number): Promise<TensorSlice>;
  inspect(key: TraceKey, column: number): Promise<Inspection>;
  ask<M extends Question>(method: M, args: Omit<Parameters<WorkerMethods[M]>[0], 'run'>): Promise<Answer<M>>;
  /** Forgets the run and frees its memory. */
  dispose(): Promise<void>;
}

/** What a run needs of its pool. */
export interface RunHome {
  readonly sharesMemory: boolean;
  readonly grace: number;
  place(): PooledWorker;
  forget(): void;
}

/** Deaths of its worker that a run outlives without the user asking for it again. */
const MAX_REVIVALS = 3;

/** Milliseconds in which an answer that has arrived already is heard. */
const SECOND_WAIT = 10;

type Intent = 'running' | 'paused' | 'stopped';

export class PooledRun implements TrainingRun, Resident {
  readonly run: string;
  private readonly flag: SharedArrayBuffer | null;
  /** The worker, once the run is ready in it. Replaced when that worker dies; rejects when the run is given up. */
  private ready: Promise<PooledWorker> = Promise.reject(new Error('The run is not ready yet.'));
  private worker: PooledWorker | null = null;
  private facts: RunInfo | null = null;
  private intent: Intent = 'paused';
  private recoveryBytes: Uint8Array | null;
  private revivals = 0;
  private givenUp = false;
  private gone = false;
  private resetting = false;
  /** Told once, with the first progress after a revival. */
  private news: RunReason | null = null;
  private lastScalars: Float64Array = new Float64Array(SCALARS.length).fill(NaN);
  private subscription: Subscription | null = null;
  private window: { readonly from: number; readonly to: number } | null = null;
  /** A new worker counts frames from 1 again: added to its numbers, so that a run's numbers always rise. */
  private numberBase = 0;
  private lastNumber = 0;

  constructor(
    private readonly request: RunRequest,
    private readonly listener: RunListener,
    private readonly home: RunHome,
  ) {
    this.run = request.run;
    this.recoveryBytes = request.checkpoint;
    this.flag = home.sharesMemory ? new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT) : null;
    this.ready.catch(() => undefined);
  }

  get info(): RunInfo {
    if (!this.facts) throw new Error('The run is not ready yet.');
    return this.facts;
  }

  async prepare(): Promise<void> {
    this.ready = this.settle();
    await this.ready;
  }

  async start(): Promise<void> {
    if (this.givenUp) {
      this.givenUp = false;
      this.settleAgain();
    }
    this.revivals = 0;
    const worker = await this.ready;
    this.intent = 'running';
    await this.outliving(worker, worker.link.call.start({ run: this.run }));
  }

  pause(): Promise<void> {
    return this.interrupt('pause', 'paused');
  }

  async step(): Promise<void> {
    const worker = await this.ready;
    this.intent = 'paused';
    await worker.link.call.step({ run: this.run });
  }

  async stop(): Promise<Uint8Array> {
    await this.interrupt('stop', 'stopped');
    return this.recoveryBytes!;
  }

  async reset(): Promise<void> {
    this.resetting = true;
    this.recoveryBytes = null;
    try {
      await this.interrupt('reset', 'paused');
    } finally {
      this.resetting = false;
    }
  }

  async checkpoint(): Promise<Uint8Array> {
    return (await this.call()).checkpoint({ run: this.run });
  }

  subscribe(subscription: Subscription | null): void {
    this.subscription = subscription;
    this.worker?.link.notify.subscribe({ run: this.run, subscription });
  }

  acknowledge(number: number): void {
    this.worker?.link.notify.acknowledge({ run: this.run, number: Math.max(0, number - this.numberBase) });
  }

  probe(from: number, to: number): void {
    this.window = { from, to };
    this.worker?.link.notify.probe({ run: this.run, from, to });
  }

  async fetch(key: TraceKey, tensor: string, from: number, to: number): Promise<TensorSlice> {
    return (await this.call()).fetch({ key, tensor, from, to });
  }

  async inspect(key: TraceKey, column: number): Promise<Inspection> {
    return (await this.call()).inspect({ key, column });
  }

  async ask<M extends Question>(method: M, args: Omit<Parameters<WorkerMethods[M]>[0], 'run'>): Promise<Answer<M>> {
    const call = (await this.call())[method] as (args: object) => Promise<Answer<M>>;
    return call({ run: this.run, ...args });
  }

  async dispose(): Promise<void> {
    const { worker } = this;
    this.abandon();
    this.raiseFlag();
    worker?.runs.delete(this.run);
    // A worker that is dead or dying has freed the run already.
    await worker?.link.call.dispose({ run: this.run }).catch(() => undefined);
  }

  /** The run is over for the host: nothing is told any more, nothing is revived. */
  abandon(): void {
    this.gone = true;
    this.worker = null;
    this.home.forget();
  }

  progress(args: Parameters<WorkerEvents['progress']>[0]): void {
    this.lastScalars = args.scalars;
    // The run has ended by itself, so a revival must not start it again.
    if (args.phase === 'finished' || args.phase === 'failed') this.intent = 'paused';
    const reason = args.reason ?? this.news;
    this.news = null;
    this.tell((listener) => listener.progress({ ...args, reason }));
  }

  frame(frame: Frame): void {
    this.lastNumber = frame.number + this.numberBase;
    this.tell((listener) => listener.frame({ ...frame, number: this.lastNumber }));
  }

  recovery(args: Parameters<WorkerEvents['recovery']>[0]): void {
    // One that was on its way when the user asked for step 0 must not bring the old state back.
    if (this.resetting && args.step > 0) return;
    this.recoveryBytes = args.checkpoint;
    this.tell((listener) => listener.recovery(args));
  }

  orphaned(reason: string, end: WorkerEnd): void {
    if (this.gone) return;
    this.worker = null;
    // A run that was never ready has a caller waiting in `prepare`, who is told instead.
    if (!this.facts) return;
    if (end === 'deliberate') this.settleAgain();
    else this.revive(reason);
  }

  private revive(reason: string): void {
    const often = ++this.revivals > MAX_REVIVALS;
    this.news = { code: 'workerDied', message: `${reason} The run was restored from its last checkpoint.` };
    this.settleAgain(often ? Promise.reject(new Error(reason)) : this.settle());
  }

  private settleAgain(attempt = this.settle()): void {
    this.ready = attempt;
    attempt.catch((error: Error) => this.giveUp(attempt, error));
  }

  private giveUp(attempt: Promise<PooledWorker>, error: Error): void {
    if (this.gone || this.ready !== attempt) return;
    this.givenUp = true;
    this.intent = 'paused';
    const message = `${error.message} Resume continues from the last checkpoint; a smaller model needs less memory.`;
    this.tell((listener) =>
      listener.progress({
        run: this.run,
        phase: 'failed' satisfies RunPhase,
        reason: { code: 'workerDied', message },
        scalars: this.lastScalars,
        curves: noCurves(),
        confusion: null,
        replace: false,
      }),
    );
  }

  private async settle(): Promise<PooledWorker> {
    const worker = this.home.place();
    const { run, request, flag } = this;
    worker.runs.set(run, this);
    worker.preparing++;
    this.lowerFlag();
    try {
      const { config, text } = request;
      const args = { run, config, text, checkpoint: this.recoveryBytes, flag };
      this.facts = await worker.link.call.create(args);
    } catch (error) {
      worker.runs.delete(run);
      if (worker.dead && !this.facts && error instanceof Error)
        throw new Error(`${error.message} Choose less text or a smaller model.`, { cause: error });
      throw error;
    } finally {
      worker.preparing--;
    }
    if (this.gone) {
      await worker.link.call.dispose({ run });
      throw new Error('The run was deleted.');
    }
    this.worker = worker;
    this.numberBase = this.lastNumber;
    if (this.subscription) this.subscribe(this.subscription);
    if (this.window) this.probe(this.window.from, this.window.to);
    if (this.intent === 'running') await worker.link.call.start({ run });
    if (this.intent === 'stopped') this.recoveryBytes = await worker.link.call.stop({ run });
    return worker;
  }

  /** A command that cuts the step under way short: by the shared flag, else by ending the worker. */
  private async interrupt(method: 'pause' | 'stop' | 'reset', intent: Intent): Promise<void> {
    const worker = await this.ready;
    this.intent = intent;
    this.raiseFlag();
    const end = () => {
      if (worker.preparing === 0) worker.end('The training worker did not stop in time and was ended.', 'deliberate');
    };
    // The answer may have come while the host itself was busy: it is heard before the second, short wait is over.
    let impatience = setTimeout(() => (impatience = setTimeout(end, SECOND_WAIT)), this.home.grace);
    try {
      const bytes = await this.outliving<unknown>(worker, worker.link.call[method]({ run: this.run }));
      if (bytes instanceof Uint8Array) this.recoveryBytes = bytes;
    } finally {
      clearTimeout(impatience);
    }
  }

  /** A change of intent that is under way when the worker dies takes effect when the run is revived. */
  private async outliving<T>(worker: PooledWorker, command: Promise<T>): Promise<T | undefined> {
    try {
      return await command;
    } catch (error) {
      if (!worker.dead || this.gone) throw error;
      await this.ready;
      return undefined;
    }
  }

  /** The methods of the worker, once the run is ready in it. */
  private async call(): Promise<PooledWorker['link']['call']> {
    return (await this.ready).link.call;
  }

  private raiseFlag(): void {
    if (this.flag) Atomics.store(new Int32Array(this.flag), 0, 1);
  }

  private lowerFlag(): void {
    if (this.flag) Atomics.store(new Int32Array(this.flag), 0, 0);
  }

  private tell(say: (listener: WorkerEvents) => void): void {
    if (!this.gone) say(this.listener);
  }
}
