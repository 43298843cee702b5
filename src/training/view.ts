/** What a picture sees of one run: takes traces when they are wanted, and lets frames out as fast as they are drawn. */
import type { EngineWiring } from '../engine/types';
import type { Frame, Subscription } from '../protocol/frame';
import { Gate } from '../protocol/gate';
import type { Inspection } from '../protocol/messages';
import type { TensorSlice, TraceKey, TraceKind } from '../protocol/trace';
import type { PreparedTask } from '../tasks/task';
import { buildFrame, sliceTensor } from './frames';
import { inspectColumn } from './inspect';
import type { Trainer } from './trainer';
import { PinnedTraces, takeTrace } from './traces';
import type { Trace } from './traces';

/** Seconds between two traces while training: about as often as a picture can change to any use. */
const TRACE_INTERVAL = 0.05;
/** A probe costs a pass of its own: at most this share of the time goes into probes. */
const PROBE_SHARE = 0.2;

export class RunView {
  private subscription: Subscription | null = null;
  private readonly gate: Gate<Trace>;
  private readonly pinned = new PinnedTraces();
  private window: { readonly from: number; readonly to: number };
  private newest: Trace | null = null;
  private nextTrace = -Infinity;
  /** A trace is wanted although no step is made. */
  private stale = false;

  constructor(
    private readonly run: string,
    private readonly task: PreparedTask,
    private readonly now: () => number,
    private readonly send: (frame: Frame) => void,
  ) {
    this.gate = new Gate<Trace>((trace, number) => this.deliver(trace, number));
    this.window = { from: 0, to: task.training.steps };
  }

  /** A new subscriber begins with empty hands: it gets the newest trace there is at once, and at rest a fresh one. */
  subscribe(subscription: Subscription | null): void {
    this.nextTrace = -Infinity;
    const same = this.newest !== null && this.newest.head.kind === subscription?.kind;
    this.subscription = subscription;
    this.gate.clear();
    this.gate.hydrate();
    this.stale = subscription !== null;
    if (same) this.gate.offer(this.newest!);
  }

  acknowledge(number: number): void {
    this.gate.acknowledge(number);
  }

  /** Moves the probe over the run's tokens. */
  probe(from: number, to: number): void {
    this.window = { from, to };
    if (this.subscription?.kind === 'probe') this.stale = true;
  }

  /** After a training step: takes the trace it is time for. `last`: the pass will not be there afterwards. */
  afterPass(trainer: Trainer, last: boolean): void {
    const due = this.gate.open && this.now() >= this.nextTrace;
    if (!this.subscription || (!due && !last)) return;
    if (this.subscription.kind === 'training') this.takeTraining(trainer);
    else this.takeProbe(trainer);
  }

  /** The run has come to rest: its last step is what should be seen. */
  atRest(trainer: Trainer): void {
    const shown = this.newest?.head.step;
    const due = this.subscription?.kind === 'training' ? trainer.pass?.step : trainer.step;
    if (this.subscription && due !== undefined && shown !== due) this.stale = true;
  }

  /** Whether `refresh` has something to do. */
  get wantsTrace(): boolean {
    return this.stale;
  }

  /**
   * Takes the trace that is wanted outside of training. Where the workspace no longer holds the last step and no trace
   * of it was taken, the pass of the next step is computed to show something.
   */
  refresh(trainer: Trainer): void {
    this.stale = false;
    if (this.subscription?.kind === 'probe') {
      this.takeProbe(trainer);
      return;
    }
    const { kind, step } = this.newest?.head ?? {};
    const current = kind === 'training' && step === (trainer.pass?.step ?? trainer.step);
    if (this.subscription && !current && (trainer.pass ?? trainer.preview())) this.takeTraining(trainer);
  }

  /** Values of one tensor over the columns `from..to`. Throws with words when they are not kept or not there. */
  fetch(key: TraceKey, tensor: string, from: number, to: number): TensorSlice {
    const { schema, tensors, head } = this.pinned.find(key);
    const info = schema.find(({ id }) => id === tensor);
    const values = tensors.get(tensor);
    if (!info || !values) throw new Error(`This model has no tensor "${tensor}".`);
    if (from < 0 || to > head.length || from > to) throw new RangeError(`The trace has no timesteps ${from} to ${to}.`);
    return sliceTensor(info, values, from, to);
  }

  inspect(key: TraceKey, column: number, wiring: EngineWiring): Inspection {
    return inspectColumn(this.pinned.find(key), column, wiring, this.task.vocabulary);
  }

  /** Forgets every trace: the run begins anew. */
  clear(): void {
    this.pinned.clear();
    this.gate.clear();
    this.newest = null;
    this.stale = this.subscription !== null;
  }

  private takeTraining(trainer: Trainer): void {
    const { batch, positions, step } = trainer.pass!;
    const key = this.key('training', step);
    this.show(takeTrace(trainer.engine, 'training', batch, key, positions[0]!, trainer.scalars()));
    this.nextTrace = this.now() + TRACE_INTERVAL;
  }

  private takeProbe(trainer: Trainer): void {
    const { tokens } = this.task;
    const { engine } = trainer;
    const started = this.now();
    const from = Math.min(this.window.from, tokens.length - 1);
    const to = Math.min(Math.max(this.window.to, from + 1), tokens.length, from + engine.sizes.probeSteps);
    const batch = this.task.window(from, to);
    engine.probe(batch);
    this.show(takeTrace(engine, 'probe', batch, this.key('probe', trainer.step), from, trainer.scalars()));
    const cost = this.now() - started;
    this.nextTrace = this.now() + Math.max(TRACE_INTERVAL, cost * (1 / PROBE_SHARE - 1));
  }

  private key(kind: TraceKind, step: number): TraceKey {
    return { run: this.run, kind, step };
  }

  private show(trace: Trace): void {
    this.newest = trace;
    this.stale = false;
    this.gate.offer(trace);
  }

  private deliver(trace: Trace, number: number): void {
    if (!this.subscription) return;
    this.pinned.pin(trace);
    this.send(buildFrame(trace, this.subscription, number));
  }
}
