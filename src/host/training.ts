/** Runs and the workers they live in: makes runs ready, passes actions on, and takes in what the workers tell. */
import * as vscode from 'vscode';
import type { Subscription } from '../protocol/frame';
import { TrainingPool } from '../training/pool';
import type { RunListener } from '../training/pool';
import type { TrainingRun } from '../training/pooledRun';
import type { Platform } from './platform';
import type { Run } from './run';
import type { Runs } from './runs';
import type { RunStore } from './runStore';

/** Who may watch a run's frames, the one whose wish goes first in front: `trace` wants one frame, then is gone. */
const WATCHERS = ['trace', 'panel', 'api'] as const;
export type Watcher = (typeof WATCHERS)[number];

const ENDED: ReadonlySet<string> = new Set(['finished', 'stopped', 'failed']);

export class Training implements vscode.Disposable {
  #pool: Promise<TrainingPool> | null = null;
  readonly #live = new Map<Run, Promise<TrainingRun>>();
  /** Reopened runs that nobody has acted on: the worker calls them paused, the user knows them by how they ended. */
  readonly #resting = new Set<Run>();
  readonly #watchers = new Map<Run, Map<Watcher, Subscription>>();
  readonly #subscriptions: vscode.Disposable;
  readonly #failed = new vscode.EventEmitter<Run>();
  readonly #ready = new vscode.EventEmitter<Run>();
  /** A run ended by an error that `run.reason` explains, or its worker died and it went on from its checkpoint. */
  readonly onDidFail = this.#failed.event;
  /** A run is in its worker: its facts are known. */
  readonly onDidPrepare = this.#ready.event;

  constructor(
    private readonly platform: Platform,
    private readonly extensionUri: vscode.Uri,
    private readonly runs: Runs,
    private readonly store: RunStore,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      runs.onDidActivate(() => this.#freeEnded()),
      runs.onDidRemove((run) => this.#release(run)),
      this.#failed,
      this.#ready,
    );
  }

  /** Starts a worker ahead of the first run. */
  async warm(): Promise<void> {
    (await this.#startPool()).warm();
  }

  /**
   * The run in its worker; a stored run is brought back from its checkpoint first. Rejects with words for the user when
   * its text or settings cannot be trained on.
   */
  open(run: Run): Promise<TrainingRun> {
    const known = this.#live.get(run);
    if (known) return known;
    const opening = this.#create(run);
    this.#live.set(run, opening);
    opening.catch(() => this.#live.delete(run));
    return opening;
  }

  /** Trains until the run ends or is paused. A run that reached its end goes on as long again. */
  async start(run: Run): Promise<void> {
    const training = await this.open(run);
    this.#resting.delete(run);
    run.interrupted = false;
    await training.start();
  }

  async pause(run: Run): Promise<void> {
    await (await this.open(run)).pause();
  }

  async step(run: Run): Promise<void> {
    const training = await this.open(run);
    this.#resting.delete(run);
    await training.step();
  }

  /** Ends the run; its last state is stored. A run that is still being made ready is given up. */
  async stop(run: Run): Promise<void> {
    if (run.info === null && run.phase === 'preparing') {
      this.runs.remove(run);
      return;
    }
    const training = await this.open(run);
    this.store.offerCheckpoint(run, await training.stop());
    this.#freeEnded();
  }

  async reset(run: Run): Promise<void> {
    const training = await this.open(run);
    this.#resting.delete(run);
    run.frame = null;
    run.sample = null;
    await training.reset();
    await this.store.dropCheckpoint(run);
  }

  /** Complete state as safetensors bytes. */
  async checkpoint(run: Run): Promise<Uint8Array> {
    const stored = this.#live.has(run) ? null : await this.store.checkpoint(run);
    return stored ?? (await this.open(run)).checkpoint();
  }

  /** Asks for frames, or with null for no more of them. */
  watch(run: Run, watcher: Watcher, subscription: Subscription | null): void {
    const wishes = this.#watchers.get(run) ?? new Map<Watcher, Subscription>();
    if (subscription === null) wishes.delete(watcher);
    else wishes.set(watcher, subscription);
    this.#watchers.set(run, wishes);
    this.#tell(run, (training) => training.subscribe(this.#wish(run)));
  }

  subscription(run: Run, watcher: Watcher): Subscription | null {
    return this.#watchers.get(run)?.get(watcher) ?? null;
  }

  /** The watcher whose subscription the run's frames follow. */
  watcherOf(run: Run): Watcher | null {
    return WATCHERS.find((watcher) => this.subscription(run, watcher) !== null) ?? null;
  }

  /** The picture of this frame has been drawn. */
  acknowledge(run: Run, number: number): void {
    this.#tell(run, (training) => training.acknowledge(number));
  }

  /** Moves the probe over the run's tokens. */
  probe(run: Run, from: number, to: number): void {
    this.#tell(run, (training) => training.probe(from, to));
  }

  /** A run that is not in a worker hears nothing: what it must know it is told when it is opened. */
  #tell(run: Run, say: (training: TrainingRun) => void): void {
    void this.#live.get(run)?.then(say, () => undefined);
  }

  #wish(run: Run): Subscription | null {
    const watcher = this.watcherOf(run);
    return watcher === null ? null : this.subscription(run, watcher);
  }

  async #create(run: Run): Promise<TrainingRun> {
    const pool = await this.#startPool();
    const reopened = run.phase !== 'preparing';
    // A branch has its first state in the store before it was ever opened.
    const checkpoint = await this.store.checkpoint(run);
    const text = await this.store.text(run);
    if (reopened) this.#resting.add(run);
    this.log.info(`${run.name}: ${JSON.stringify(run.config)}, ${text.length} UTF-16 units of text`);
    const training = await pool.create({ run: run.id, config: run.config, text, checkpoint }, this.#listener(run));
    if (this.runs.get(run.id) !== run) {
      void training.dispose();
      throw new vscode.CancellationError();
    }
    run.prepared(training.info);
    if (run.phase === 'preparing') run.phase = 'paused';
    for (const notice of training.info.notices) this.log.info(`${run.name}: ${notice}`);
    this.log.info(`${run.name}: ${training.info.modelLine}`);
    training.subscribe(this.#wish(run));
    this.runs.touch(run);
    this.#ready.fire(run);
    this.store.offerRecord(run);
    return training;
  }

  #listener(run: Run): RunListener {
    return {
      progress: (progress) => {
        if (this.#resting.has(run)) {
          const { phase, reason } = run;
          this.runs.progress(run, { ...progress, phase, reason });
          return;
        }
        // Of a run that cannot even be made ready the caller hears, who is told why.
        if (run.info === null) {
          run.reason = progress.reason;
          return;
        }
        const before = run.phase;
        this.runs.progress(run, progress);
        if (before !== run.phase) this.#phaseChanged(run);
        if (progress.reason?.code === 'workerDied' || (before !== run.phase && run.phase === 'failed')) {
          this.#failed.fire(run);
        }
      },
      frame: (frame) => this.runs.frame(run, frame),
      recovery: ({ checkpoint }) => this.store.offerCheckpoint(run, checkpoint),
    };
  }

  #phaseChanged(run: Run): void {
    this.log.info(`${run.name}: ${run.phase} at step ${run.step}${run.reason ? `. ${run.reason.message}` : ''}`);
    this.store.offerRecord(run);
    if (run.phase === 'finished' || run.phase === 'failed') void this.#settle(run);
  }

  /** Stores the last state of a run that ended by itself, then frees what nobody looks at. */
  async #settle(run: Run): Promise<void> {
    try {
      const training = await this.#live.get(run);
      if (training && run.phase === 'finished') this.store.offerCheckpoint(run, await training.checkpoint());
    } catch (error) {
      this.log.warn(`${run.name}: ${String(error)}`);
    }
    this.#freeEnded();
  }

  /** Runs that ended and are not on show leave their worker; their checkpoint brings them back. */
  #freeEnded(): void {
    for (const run of this.#live.keys()) {
      const watched = run === this.runs.active || this.watcherOf(run) !== null;
      if (ENDED.has(run.phase) && !watched) void this.#release(run);
    }
  }

  async #release(run: Run): Promise<void> {
    const training = this.#live.get(run);
    this.#live.delete(run);
    this.#resting.delete(run);
    if (this.runs.get(run.id) !== run) this.#watchers.delete(run);
    await training?.then(
      (ready) => ready.dispose(),
      () => undefined,
    );
  }

  #startPool(): Promise<TrainingPool> {
    this.#pool ??= this.platform.workerStarter(this.extensionUri).then(
      (starter) =>
        new TrainingPool(starter, {
          cores: this.platform.cores,
          onProblem: (problem) => this.log.warn(problem),
        }),
    );
    // A worker that could not be read is tried again with the next run.
    this.#pool.catch(() => (this.#pool = null));
    return this.#pool;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    void this.#pool?.then(
      (pool) => pool.dispose(),
      () => undefined,
    );
  }
}
