/** One run inside a worker: its trainer, what a picture sees of it, and what the host is told of it. */
import type { EngineBuild } from '../engine/createEngine';
import { decodeCheckpoint, encodeCheckpoint } from '../formats/checkpoint';
import type { CheckpointState } from '../formats/checkpointState';
import { FormatError } from '../formats/formatError';
import type { Branch, GradientReport, Inspection, Sample, WorkerEvents, WorkerMethods } from '../protocol/messages';
import type { Confusion, RunConfig, RunInfo, RunReason } from '../protocol/run';
import type { TraceKey } from '../protocol/trace';
import { branchConfig } from './branch';
import { gradientReport } from './gradientReport';
import { Jobs } from './jobs';
import { describeRun, prepareRun } from './prepare';
import type { PreparedRun } from './prepare';
import { replay } from './replay';
import { RunFailed } from './runFailed';
import { SampleQueue } from './samples';
import type { SampleRequest } from './samples';
import type { TrainedClassifier } from './trainedClassifier';
import { Trainer } from './trainer';
import type { TrainerHooks } from './trainer';
import { RunView } from './view';

/** Seconds between two progress messages while running. */
const PROGRESS_INTERVAL = 0.1;
/** Seconds between two recovery checkpoints: under the promised two, with time to make one. */
const RECOVERY_INTERVAL = 1.5;

export class HostedRun {
  readonly run: string;
  readonly view: RunView;
  private readonly prepared: PreparedRun;
  private readonly flag: Int32Array | null;
  private readonly samples = new SampleQueue();
  private readonly replays = new Jobs();
  private readonly checks = new Jobs();
  private trainer: Trainer;
  /** Called when the run next comes to rest. */
  private resters: (() => void)[] = [];
  /** Phase last told; another one is told at once. */
  private toldPhase = '';
  private toldAt = -Infinity;
  private savedAt = -Infinity;
  private savedStep = -1;
  private replaceAll = true;
  private toldConfusion: Confusion | null = null;
  /** Whether the last unit of work went into a replay or a check. */
  private aside = false;

  /** Throws `RunFailed` with words when text, settings and checkpoint do not make a run. */
  constructor(
    args: Parameters<WorkerMethods['create']>[0],
    private readonly events: WorkerEvents,
    private readonly now: () => number,
    build: EngineBuild,
  ) {
    this.run = args.run;
    this.flag = args.flag && new Int32Array(args.flag);
    this.prepared = prepareRun(args.config, args.text, build);
    this.view = new RunView(args.run, this.prepared.task, now, (frame) => events.frame(frame));
    this.trainer = this.makeTrainer(args.checkpoint);
    this.savedStep = this.trainer.step;
    this.savedAt = now();
    this.tell();
  }

  /** The facts about the run, in fresh arrays. */
  describe(): RunInfo {
    return describeRun(this.run, this.prepared, this.trainer.engine);
  }

  /** Whether `turn` would do anything. */
  get busy(): boolean {
    if (this.samples.waiting || this.replays.waiting || this.checks.waiting) return true;
    return this.trainer.phase === 'running' ? !this.cancelled() : this.view.wantsTrace;
  }

  /** Works until the clock passes `deadline`, but one unit at least. */
  turn(deadline: number): void {
    do this.unit();
    while (this.busy && this.now() < deadline);
  }

  start(): void {
    this.trainer.start();
    this.report();
  }

  pause(): void {
    this.lowerFlag();
    this.trainer.pause();
    this.report();
  }

  /** Resolves when the run is paused again. */
  step(): Promise<void> {
    this.trainer.single();
    this.report();
    return new Promise((resolve) => this.resters.push(resolve));
  }

  stop(): Uint8Array {
    this.lowerFlag();
    this.trainer.stop();
    this.report();
    return this.checkpoint();
  }

  reset(): void {
    this.lowerFlag();
    for (const queue of [this.samples, this.replays, this.checks]) queue.abandon('The run was reset.');
    this.trainer.engine.dispose();
    this.trainer = this.makeTrainer(null);
    this.view.clear();
    this.replaceAll = true;
    this.toldPhase = '';
    this.savedStep = -1;
    this.report();
  }

  dispose(): void {
    for (const queue of [this.samples, this.replays, this.checks]) queue.abandon('The run was deleted.');
    this.letRest();
    this.trainer.engine.dispose();
  }

  checkpoint(): Uint8Array {
    return encodeCheckpoint(this.trainer.state());
  }

  async sample(request: SampleRequest): Promise<Sample> {
    if (this.prepared.task.labels) throw new Error('This model chooses among labels and writes no text.');
    const { step, engine } = this.trainer;
    const text = await this.samples.add(engine, this.prepared.task, request);
    return { run: this.run, step, temperature: request.temperature, text };
  }

  snapshots(): Float64Array {
    return Float64Array.from(this.trainer.snapshots.steps);
  }

  async replay(step: number): Promise<Uint8Array> {
    const from = step <= this.trainer.step ? this.trainer.snapshotBefore(step) : null;
    if (!from) {
      const [first] = this.trainer.snapshots.steps;
      throw new Error(`Step ${step} cannot be replayed; the run remembers steps ${first} to ${this.trainer.step}.`);
    }
    this.replays.abandon('Another step was asked for.');
    return encodeCheckpoint(await this.replays.add(replay(this.prepared, from, step)));
  }

  async branch(step: number, changes: Partial<RunConfig>): Promise<Branch> {
    const config = branchConfig(this.prepared.config, changes);
    return { config, checkpoint: await this.replay(step) };
  }

  classifier(): TrainedClassifier {
    return this.trainer.classifier();
  }

  checkGradients(): Promise<GradientReport> {
    return this.checks.add(gradientReport(this.trainer.engine, this.prepared.task));
  }

  inspect(key: TraceKey, column: number): Inspection {
    return this.view.inspect(key, column, this.trainer.engine.wiring);
  }

  private unit(): void {
    try {
      // Samples come first: while one is drawn, the parameters must not change.
      if (this.samples.waiting) this.samples.advance();
      else if (this.advanceSideJob()) return;
      else if (this.trainer.phase !== 'running') this.view.refresh(this.trainer);
      else if (this.trainer.work()) this.report();
    } catch (error) {
      this.samples.abandon(describeFailure(error).message);
      this.trainer.fail(describeFailure(error));
      this.report();
    }
  }

  /** Replays and checks take turns with training, and have all of them while the run rests. False when it is not theirs. */
  private advanceSideJob(): boolean {
    const waiting = [this.replays, this.checks].find((jobs) => jobs.waiting);
    this.aside = waiting !== undefined && (!this.aside || this.trainer.phase !== 'running');
    if (this.aside) waiting?.advance();
    return this.aside;
  }

  /** Tells the host what is new and due. */
  private report(): void {
    const { phase, step } = this.trainer;
    const turned = phase !== this.toldPhase;
    const rests = phase !== 'running';
    if (turned || this.now() - this.toldAt >= PROGRESS_INTERVAL) this.tell();
    if (step !== this.savedStep && (rests || this.now() - this.savedAt >= RECOVERY_INTERVAL)) this.save();
    if (!rests) return;
    this.view.atRest(this.trainer);
    this.letRest();
  }

  private tell(): void {
    const { trainer, run } = this;
    const { phase, reason, trainCurve, validationCurve } = trainer;
    const news = { train: trainCurve.takeNews(), validation: validationCurve.takeNews() };
    const replace = this.replaceAll;
    const curves = replace ? { train: trainCurve.points(), validation: validationCurve.points() } : news;
    const fresh = replace || trainer.confusion !== this.toldConfusion ? trainer.confusion : null;
    // The buffer is handed over with the message.
    const confusion = fresh && { ...fresh, counts: fresh.counts.slice() };
    this.events.progress({ run, phase, reason, scalars: trainer.scalars(), curves, confusion, replace });
    this.replaceAll = false;
    this.toldConfusion = trainer.confusion;
    this.toldPhase = phase;
    this.toldAt = this.now();
  }

  private save(): void {
    this.events.recovery({ run: this.run, step: this.trainer.step, checkpoint: this.checkpoint() });
    this.savedStep = this.trainer.step;
    this.savedAt = this.now();
  }

  private letRest(): void {
    const resters = this.resters;
    this.resters = [];
    for (const rest of resters) rest();
  }

  private makeTrainer(checkpoint: Uint8Array | null): Trainer {
    const hooks: TrainerHooks = {
      cancelled: () => this.cancelled(),
      onPass: (_, last) => this.view.afterPass(this.trainer, last),
      now: this.now,
    };
    return new Trainer(this.prepared, checkpoint && readCheckpoint(checkpoint), hooks);
  }

  private cancelled(): boolean {
    return this.flag !== null && Atomics.load(this.flag, 0) === 1;
  }

  private lowerFlag(): void {
    if (this.flag) Atomics.store(this.flag, 0, 0);
  }
}

function readCheckpoint(bytes: Uint8Array): CheckpointState {
  try {
    return decodeCheckpoint(bytes);
  } catch (cause) {
    throw cause instanceof FormatError ? new RunFailed('badInput', cause.message, { cause }) : cause;
  }
}

/** An error nobody foresaw: the run ends with its words, the worker and the other runs go on. */
function describeFailure(error: unknown): RunReason {
  const words = error instanceof Error ? error.message : String(error);
  return { code: 'workerDied', message: `Training failed: ${words} Reset the run, or show the log to report this.` };
}
