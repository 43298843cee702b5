/** A run as the API gives it out. */
import * as vscode from 'vscode';
import type { Frame, Subscription } from '../protocol/frame';
import type { TrainingRun } from '../training/pooledRun';
import type { GradientReport } from '../protocol/messages';
import { scalar } from '../protocol/run';
import type { RunConfig, RunReason } from '../protocol/run';
import type { NamedArray, RunTrace, UnrollRun } from './api';
import type { Launcher } from './launcher';
import type { Run } from './run';
import type { Runs } from './runs';
import type { Training } from './training';

/** A first frame needs a batch to be computed; a model near the size limit takes seconds for one. */
const FRAME_TIMEOUT_MS = 30_000;
/** A run that trains fast may drop a trace while it is being read: a newer one is read instead. */
const TRACE_ATTEMPTS = 5;

export class ApiRun implements UnrollRun {
  readonly #frames = new vscode.EventEmitter<Frame>();
  readonly #ended = new vscode.EventEmitter<RunReason | null>();
  readonly #subscriptions: vscode.Disposable;
  /** Traces being read, and listeners for frames. */
  readonly #wishes = { trace: 0, api: 0 };
  readonly onDidEnd = this.#ended.event;

  constructor(
    private readonly run: Run,
    private readonly runs: Runs,
    private readonly training: Training,
    private readonly launcher: Launcher,
  ) {
    let phase = run.phase;
    this.#subscriptions = vscode.Disposable.from(
      runs.onDidFrame((event) => {
        if (event.run !== run) return;
        this.#frames.fire(event.frame);
        if (training.watcherOf(run) !== 'panel') training.acknowledge(run, event.frame.number);
      }),
      runs.onDidChange((changed) => {
        if (changed !== run || run.phase === phase) return;
        phase = run.phase;
        if (phase === 'finished' || phase === 'stopped' || phase === 'failed') this.#ended.fire(run.reason);
      }),
      runs.onDidRemove((removed) => {
        if (removed === run) this.#forget();
      }),
    );
  }

  get id() {
    return this.run.id;
  }
  get step() {
    return this.run.step;
  }
  get trainLoss() {
    return scalar(this.run.scalars, 'trainLoss');
  }
  get validationLoss() {
    return scalar(this.run.scalars, 'validationLoss');
  }
  get labels() {
    return this.run.labels;
  }
  get confusion() {
    return this.run.confusion;
  }
  get phase() {
    return this.run.phase;
  }
  get reason() {
    return this.run.reason;
  }
  get config() {
    return this.run.config;
  }

  readonly onFrame: vscode.Event<Frame> = (listener, thisArgs, disposables) => {
    const subscription = this.#frames.event(listener, thisArgs);
    this.#watch('api', 1);
    let listening = true;
    const disposable = new vscode.Disposable(() => {
      if (listening) this.#watch('api', -1);
      listening = false;
      subscription.dispose();
    });
    disposables?.push(disposable);
    return disposable;
  };

  async pause(): Promise<void> {
    await this.training.pause(this.#existing());
  }

  async resume(): Promise<void> {
    await this.training.start(this.#existing());
  }

  async singleStep(): Promise<void> {
    await this.training.step(this.#existing());
  }

  async stop(): Promise<void> {
    await this.training.stop(this.#existing());
  }

  async checkpoint(): Promise<Uint8Array> {
    return this.training.checkpoint(this.#existing());
  }

  async snapshots(): Promise<readonly number[]> {
    return [...(await (await this.#open()).ask('snapshots', {}))];
  }

  async replay(step: number): Promise<Uint8Array> {
    return (await this.#open()).ask('replay', { step });
  }

  async branch(step: number, changes: Partial<RunConfig> = {}): Promise<UnrollRun> {
    const run = await this.launcher.branch(this.#existing(), step, changes);
    return new ApiRun(run, this.runs, this.training, this.launcher);
  }

  async checkGradients(): Promise<GradientReport> {
    return (await this.#open()).ask('checkGradients', {});
  }

  async trace(): Promise<RunTrace> {
    for (let attempt = 1; ; attempt++) {
      const frame = await this.#nextFrame();
      try {
        return await this.#read(frame);
      } catch (error) {
        if (attempt === TRACE_ATTEMPTS) throw error;
      }
    }
  }

  dispose(): void {
    this.runs.remove(this.run);
  }

  #open(): Promise<TrainingRun> {
    return this.training.open(this.#existing());
  }

  #existing(): Run {
    if (this.runs.get(this.run.id) === this.run) return this.run;
    throw new Error(vscode.l10n.t('This run was deleted.'));
  }

  /** Frames are made for as long as somebody wants them for this purpose. */
  #watch(watcher: 'trace' | 'api', by: 1 | -1): void {
    this.#wishes[watcher] += by;
    this.training.watch(this.run, watcher, this.#wishes[watcher] > 0 ? this.#everything() : null);
  }

  #everything(): Subscription {
    const tensors = this.run.info?.schema.tensors ?? [];
    return { kind: 'training', tensors: tensors.map(({ id }) => id), from: 0, to: this.run.config.sequenceLength };
  }

  /** A frame of the run's newest step. A new subscription is answered at once, also by a run at rest. */
  async #nextFrame(): Promise<Frame> {
    const { step } = this.run;
    await this.#open();
    let listener: vscode.Disposable | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = new Promise<Frame>((resolve, reject) => {
      const late = () => reject(new Error(vscode.l10n.t('The run made no trace in time.')));
      timer = setTimeout(late, FRAME_TIMEOUT_MS);
      listener = this.#frames.event((next) => {
        if (next.head.kind === 'training' && next.head.step >= step) resolve(next);
      });
    });
    this.#watch('trace', 1);
    try {
      return await frame;
    } finally {
      clearTimeout(timer);
      listener?.dispose();
      this.#watch('trace', -1);
    }
  }

  async #read({ head, inputs, targets }: Frame): Promise<RunTrace> {
    const run = this.#existing();
    const training = await this.training.open(run);
    const key = { run: head.run, kind: head.kind, step: head.step };
    const infos = run.info?.schema.tensors ?? [];
    const arrays = await Promise.all(
      infos.map(async (info): Promise<readonly [string, NamedArray]> => {
        const { data } = await training.fetch(key, info.id, 0, head.length);
        const shape = info.shape.map((extent, axis) => (info.axes[axis] === 'time' ? head.length : extent));
        return [info.id, { info: { ...info, shape }, data }];
      }),
    );
    return { head, inputs, targets, tensors: new Map(arrays) };
  }

  #forget(): void {
    this.#subscriptions.dispose();
    this.#frames.dispose();
    this.#ended.dispose();
  }
}
