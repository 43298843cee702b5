/**
 * One run: its model, its place in the text, its curves, and its phase. It knows no messages; whoever owns it calls
 * `work` again and again. A unit of work either happens as a whole or leaves nothing behind.
 */
import { Generator } from '../engine/generator';
import { CANCELLED } from '../engine/types';
import type { Batch, Engine, LayerStates, PassReport } from '../engine/types';
import { CHECKPOINT_VERSION } from '../formats/checkpointState';
import type { CheckpointState } from '../formats/checkpointState';
import { lossUnit, SCALARS } from '../protocol/run';
import type { Confusion, RunPhase, RunReason, ScalarName } from '../protocol/run';
import { CurveRecorder, noCurves } from './curves';
import { describeDivergence, describeLimit, describePatience, describeStop, isDiverged } from './endings';
import { Meter } from './meter';
import type { PreparedRun } from './prepare';
import { RunFailed } from './runFailed';
import { Snapshots } from './snapshots';
import type { TrainedClassifier } from './trainedClassifier';
import { Validation, validationInterval } from './validation';

/** Stream of the random numbers that training itself draws; the initial parameters have their own. */
const TRAINING_STREAM = 1;

/** A training batch whose states and gradients are in the engine's training workspace. */
export interface Pass {
  /** The step the batch belongs to: 1 for the first. */
  readonly step: number;
  readonly batch: Batch;
  /** Token position of column 0 of each row. */
  readonly positions: Int32Array;
}

interface ComputedPass {
  readonly pass: Pass;
  readonly report: PassReport;
  /** Where training stands when the step is taken. */
  readonly after: { readonly cursor: number; readonly carried: LayerStates | null };
}

export interface TrainerHooks {
  /** Polled in the time loop: true abandons the step under way. */
  cancelled(): boolean;
  /** After each step, while its pass is in the workspace; `last` when nothing of it may be left afterwards. */
  onPass(pass: Pass, last: boolean): void;
  /** Seconds, on a clock that never goes back. */
  now(): number;
}

export class Trainer {
  readonly engine: Engine;
  readonly trainCurve = new CurveRecorder();
  readonly validationCurve = new CurveRecorder();
  readonly snapshots = new Snapshots();
  private readonly generator: Generator;
  private readonly meter = new Meter();
  private readonly interval: number;
  private current: { readonly phase: RunPhase; readonly reason: RunReason | null } = { phase: 'paused', reason: null };
  private steps = 0;
  private carried: LayerStates | null = null;
  private best: CheckpointState['best'] = null;
  private bestParameters: CheckpointState['bestParameters'] = null;
  private sinceBest = 0;
  private measures = { trainLoss: NaN, validationLoss: NaN, gradientNorm: NaN, clipFactor: NaN };
  private validation: Validation | null = null;
  private newest: Confusion | null = null;
  private workspace: Pass | null = null;
  /** The run finishes after this step, and pauses after that one. */
  private limit: number;
  private pauseAfter = Infinity;

  /** At step 0, or where `checkpoint` left off; paused. Throws `RunFailed` for a checkpoint of another model or text. */
  constructor(
    private readonly prepared: PreparedRun,
    checkpoint: CheckpointState | null,
    private readonly hooks: TrainerHooks,
  ) {
    const { config, task, startCursor } = prepared;
    this.engine = prepared.createEngine();
    this.generator = new Generator(config.seed, TRAINING_STREAM);
    this.interval = validationInterval(task.validation.length);
    this.limit = config.maxSteps;
    task.training.restore(startCursor);
    if (checkpoint) this.restore(checkpoint);
    this.takeSnapshot();
  }

  get phase(): RunPhase {
    return this.current.phase;
  }

  get reason(): RunReason | null {
    return this.current.reason;
  }

  /** Finished training steps. */
  get step(): number {
    return this.steps;
  }

  /** The pass that the training workspace still holds, or null. */
  get pass(): Pass | null {
    return this.workspace;
  }

  /** What the newest validation made of each label; another object after each. Null for a model without labels. */
  get confusion(): Confusion | null {
    return this.newest;
  }

  /** A classifier as it was at its best validation, else as it is now. Throws with words for a model without labels. */
  classifier(): TrainedClassifier {
    const { labels, tokenTexts } = this.prepared.task;
    if (!labels) throw new Error('Only a classifier can be used so. Train one on a labelled file first.');
    return {
      shape: this.engine.shape,
      parameters: this.bestParameters ?? this.engine.readParameters(),
      words: tokenTexts.filter((text) => text !== ''),
      labels,
      step: this.bestParameters ? this.best!.step : this.steps,
    };
  }

  /** The measures in the order of `SCALARS`, in a fresh array. */
  scalars(): Float64Array {
    const { elapsedSeconds, tokensPerSecond } = this.meter;
    const named: Readonly<Record<ScalarName, number>> = {
      step: this.steps,
      ...this.measures,
      elapsedSeconds,
      tokensPerSecond,
    };
    return Float64Array.from(SCALARS, (name) => named[name]);
  }

  /** Goes on from any phase; a run that had ended by itself may go on as long again. */
  start(): void {
    this.pauseAfter = Infinity;
    if (this.phase === 'running') return;
    if (this.phase === 'finished') this.sinceBest = 0;
    const { maxSteps } = this.prepared.config;
    this.limit = (Math.floor(this.steps / maxSteps) + 1) * maxSteps;
    this.enter('running', null);
  }

  /** One step, with the validation that may fall due with it, then paused. */
  single(): void {
    this.start();
    this.pauseAfter = this.steps + 1;
  }

  pause(): void {
    if (this.phase === 'running') this.enter('paused', null);
  }

  /** Ends the run by the user's wish; `start` would continue it. */
  stop(): void {
    if (this.phase === 'running' || this.phase === 'paused') this.enter('stopped', describeStop(this.steps));
  }

  /** Ends the run for a reason from outside of it. */
  fail(reason: RunReason): void {
    this.enter('failed', reason);
  }

  /** One unit of work: a training step, or one batch of a validation. False when nothing was done. */
  work(): boolean {
    if (this.phase !== 'running' || this.hooks.cancelled()) return false;
    const started = this.hooks.now();
    const tokens = this.validation ? this.validate(this.validation) : this.train();
    if (tokens === null) return false;
    this.meter.add(this.hooks.now() - started, tokens);
    return true;
  }

  /**
   * Computes the batch that the next step will use, without applying it: what a run shows that has not trained since it
   * was made or restored. Bit for bit the pass of that step. Null when cancelled.
   */
  preview(): Pass | null {
    // Validation batches may carry state in the workspace that this overwrites.
    if (this.validation) this.beginValidation();
    return this.computePass()?.pass ?? null;
  }

  /** Everything needed to continue with the same bits. */
  state(): CheckpointState {
    return {
      version: CHECKPOINT_VERSION,
      config: this.prepared.config,
      step: this.steps,
      cursor: this.prepared.task.training.save(),
      parameters: this.engine.readParameters(),
      optimizer: this.engine.readOptimizer(),
      carried: this.carried,
      generator: this.generator.save(),
      curves: { train: this.trainCurve.points(), validation: this.validationCurve.points() },
      confusion: this.newest?.counts ?? null,
      best: this.best,
      bestParameters: this.bestParameters,
      validationsWithoutImprovement: this.sinceBest,
      elapsedSeconds: this.meter.elapsedSeconds,
    };
  }

  /** The state at an earlier step as it was kept, with the curves up to it; null when there is none at or before it. */
  snapshotBefore(step: number): CheckpointState | null {
    const state = this.snapshots.before(step);
    if (!state) return null;
    return {
      ...state,
      curves: { train: this.trainCurve.until(state.step), validation: this.validationCurve.until(state.step) },
    };
  }

  /** The curves are not copied: they are cut from the run's own. */
  private takeSnapshot(): void {
    if (this.snapshots.isDue(this.steps)) this.snapshots.add({ ...this.state(), curves: noCurves() });
  }

  private restore(state: CheckpointState): void {
    try {
      this.engine.writeParameters(state.parameters);
      // A branch may train on with another optimiser, whose moments begin anew.
      const { optimizer, momentum } = state.config;
      const same = optimizer === this.prepared.config.optimizer && momentum === this.prepared.config.momentum;
      if (same) this.engine.writeOptimizer(state.optimizer);
    } catch (cause) {
      const message =
        'The checkpoint belongs to another model or text ' +
        `(${cause instanceof Error ? cause.message : String(cause)}). Train on this text anew.`;
      throw new RunFailed('badInput', message, { cause });
    }
    this.prepared.task.training.restore(state.cursor);
    this.generator.restore(state.generator);
    this.steps = state.step;
    // Rows carry on only as rows of the same number: another batch size begins from zero states.
    const carriedRows = (state.carried?.[0]?.['h']?.length ?? 0) / this.engine.shape.hiddenSize;
    this.carried = carriedRows === this.prepared.task.training.rows ? state.carried : null;
    this.best = state.best;
    this.bestParameters = state.bestParameters;
    this.sinceBest = state.validationsWithoutImprovement;
    this.meter.elapsedSeconds = state.elapsedSeconds;
    this.trainCurve.restore(state.curves.train);
    this.validationCurve.restore(state.curves.validation);
    this.measures.trainLoss = state.curves.train.losses.at(-1) ?? NaN;
    this.measures.validationLoss = state.curves.validation.losses.at(-1) ?? NaN;
    this.newest = state.confusion && { step: this.validationCurve.lastStep, counts: state.confusion };
    // A checkpoint may be taken between a step and its validation, which is then made up for.
    if (this.validationDue() && this.validationCurve.lastStep < this.steps) this.beginValidation();
  }

  /**
   * Forward, loss and backward of the batches of the next step; the place in the text and the carried state stay as they
   * are, `after` says where they go. The last of several batches is what the pass shows. Null when cancelled.
   */
  private computePass(): ComputedPass | null {
    const { config, task } = this.prepared;
    const count = config.accumulate;
    const cursor = task.training.save();
    let carried = this.carried;
    let pass: Pass | null = null;
    const total = { loss: 0, targetCount: 0 };
    this.workspace = null;
    for (let index = 0; index < count; index++) {
      const { batch: next, continues, positions } = task.training.peek();
      const batch = { ...next, initial: task.carries && continues ? carried : null };
      const report = this.engine.gradients(batch, config.truncation, () => this.hooks.cancelled(), { index, count });
      if (report === CANCELLED) {
        task.training.restore(cursor);
        return null;
      }
      total.loss += report.loss / count;
      total.targetCount += report.targetCount;
      carried = task.carries ? this.engine.finalStates('training') : null;
      pass = { step: this.steps + 1, batch, positions };
      task.training.advance();
    }
    const after = { cursor: task.training.save(), carried };
    task.training.restore(cursor);
    this.workspace = pass;
    return pass && { pass, report: total, after };
  }

  /** Returns the number of targets learned from, or null when cancelled. */
  private train(): number | null {
    const { config, task } = this.prepared;
    const computed = this.computePass();
    if (!computed) return null;
    const { pass, report, after } = computed;
    this.measures.trainLoss = report.loss;
    const update = isDiverged(report.loss) ? null : this.engine.update(config.clipNorm);
    if (update) {
      this.measures.gradientNorm = update.gradientNorm;
      this.measures.clipFactor = update.clipFactor;
    }
    if (!update?.finite) {
      this.enter('failed', describeDivergence(pass.step, report.loss, config.learningRate));
      this.hooks.onPass(pass, true);
      return 0;
    }
    this.carried = after.carried;
    task.training.restore(after.cursor);
    this.steps = pass.step;
    this.trainCurve.add(this.steps, report.loss);
    this.takeSnapshot();
    const validates = this.validationDue();
    this.hooks.onPass(pass, validates || this.steps >= this.limit || this.steps >= this.pauseAfter);
    if (validates) this.beginValidation();
    else this.restIfDone();
    return report.targetCount;
  }

  private validationDue(): boolean {
    if (this.prepared.task.validation.length === 0 || this.steps === 0) return false;
    return this.steps % this.interval === 0 || this.steps % this.prepared.config.maxSteps === 0;
  }

  private beginValidation(): void {
    this.validation = new Validation(this.prepared.task, this.engine);
  }

  private validate(validation: Validation): number {
    this.workspace = null;
    const measured = validation.advance();
    if (measured === null) return 0;
    const { loss, counts } = measured;
    this.newest = counts && { step: this.steps, counts };
    this.validation = null;
    this.measures.validationLoss = loss;
    this.validationCurve.add(this.steps, loss);
    if (loss < (this.best?.loss ?? Infinity)) {
      this.best = { loss, step: this.steps };
      if (counts) this.bestParameters = this.engine.readParameters();
      this.sinceBest = 0;
    } else this.sinceBest++;
    this.restIfDone();
    return 0;
  }

  private restIfDone(): void {
    const { config, task } = this.prepared;
    const { patience } = config;
    if (patience > 0 && this.sinceBest >= patience && this.best) {
      this.enter('finished', describePatience(this.sinceBest, this.best, lossUnit(task.labels ?? [])));
    } else if (this.steps >= this.limit) this.enter('finished', describeLimit(this.steps));
    else if (this.steps >= this.pauseAfter) this.enter('paused', null);
  }

  private enter(phase: RunPhase, reason: RunReason | null): void {
    this.current = { phase, reason };
  }
}
