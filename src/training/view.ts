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
  /** The newest trace there is, and the newest that was offered to the picture. */
  private newest: Trace | null = null;
  private shown: Trace | null = null;
  /** Seconds the last probe took. */
  private probeCost = 0;
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
    const same = this.newest !== null && this.newest.head.kind === subscription?.kind;
    this.subscription = subscription;
    this.gate.clear();
    this.gate.hydrate();
    if (same) this.show(this.newest!);
    this.nextTrace = -Infinity;
    this.stale = subscription !== null;
  }

  acknowledge(number: number): void {
    this.gate.acknowledge(number);
  }

  /** Moves the probe over the run's tokens. */
  probe(from: number, to: number): void {
    this.window = { from, to };
    if (this.subscription?.kind === 'probe') this.stale = true;
  }

  /**
   * After a training step: shows the trace it is time for. `last`: the pass will not be there afterwards, so its trace
   * is kept in case the run comes to rest here.
   */
  afterPass(trainer: Trainer, last: boolean): void {
    if (!this.subscription) return;
    const due = this.gate.open && this.now() >= this.nextTrace;
    if (due) this.show(this.subscription.kind === 'training' ? this.takeTraining(trainer) : this.takeProbe(trainer));
    else if (last && this.subscription.kind === 'training') this.newest = this.takeTraining(trainer);
  }

  /** The run has come to rest: its last step is what should be seen. */
  atRest(trainer: Trainer): void {
    if (this.subscription && (this.newest !== this.shown || !this.isCurrent(trainer))) this.stale = true;
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
    if (this.subscription?.kind === 'probe') this.show(this.takeProbe(trainer));
    else if (this.newest && this.isCurrent(trainer)) {
      if (this.newest !== this.shown) this.show(this.newest);
    } else if (this.subscription && (trainer.pass ?? trainer.preview())) this.show(this.takeTraining(trainer));
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
    const { vocabulary, labels } = this.task;
    return inspectColumn(this.pinned.find(key), column, wiring, vocabulary, labels);
  }

  /** Forgets every trace: the run begins anew. */
  clear(): void {
    this.pinned.clear();
    this.gate.clear();
    this.newest = null;
    this.shown = null;
    this.stale = this.subscription !== null;
  }

  /** Whether the newest trace is of the kind that is watched, and of the step the run stands at. */
  private isCurrent(trainer: Trainer): boolean {
    const kind = this.subscription?.kind;
    const step = kind === 'training' ? (trainer.pass?.step ?? trainer.step) : trainer.step;
    return this.newest?.head.kind === kind && this.newest?.head.step === step;
  }

  private takeTraining(trainer: Trainer): Trace {
    const { batch, positions, step } = trainer.pass!;
    return takeTrace(trainer.engine, 'training', batch, this.key('training', step), positions[0]!, trainer.scalars());
  }

  private takeProbe(trainer: Trainer): Trace {
    const { tokens } = this.task;
    const { engine } = trainer;
    const started = this.now();
    const first = Math.min(this.window.from, tokens.length - 1);
    const last = Math.min(Math.max(this.window.to, first + 1), tokens.length, first + engine.sizes.probeSteps);
    const [from, to] = this.task.span(first, last);
    const batch = this.task.window(from, to);
    engine.probe(batch);
    this.probeCost = this.now() - started;
    return takeTrace(engine, 'probe', batch, this.key('probe', trainer.step), from, trainer.scalars());
  }

  private key(kind: TraceKind, step: number): TraceKey {
    return { run: this.run, kind, step };
  }

  private show(trace: Trace): void {
    const pause = trace.head.kind === 'probe' ? this.probeCost * (1 / PROBE_SHARE - 1) : 0;
    this.nextTrace = this.now() + Math.max(TRACE_INTERVAL, pause);
    this.newest = trace;
    this.shown = trace;
    this.stale = false;
    this.gate.offer(trace);
  }

  private deliver(trace: Trace, number: number): void {
    if (!this.subscription) return;
    this.pinned.pin(trace);
    this.send(buildFrame(trace, this.subscription, number));
  }
}
