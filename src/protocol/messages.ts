/**
 * The methods of every hop, as interfaces: adding a message is adding a line (and its guard in `guards.ts`).
 * A method that returns a promise is a call with a reply; one that returns void is a notification.
 * Numbers that may be NaN or infinite travel in typed arrays only (plain JSON would turn them into null).
 */
import type { Frame, Subscription } from './frame';
import type { Confusion, Curves, LossUnit, RunConfig, RunInfo, RunPhase, RunReason } from './run';
import type { TensorSlice, TraceKey, TraceKind } from './trace';

/** One timestep, read closely. Arrays are parallel: strongest first. */
export interface Inspection {
  readonly key: TraceKey;
  readonly column: number;
  readonly position: number;
  readonly token: string;
  /** Empty when the step has no target. */
  readonly target: string;
  /** [loss in nats, probability of the target] (NaN without a target). */
  readonly loss: Float64Array;
  /** Likeliest tokens; of a classifier, likeliest labels after the words read so far. */
  readonly topTokens: readonly string[];
  readonly topProbabilities: Float64Array;
  /** One entry per state node of the wiring, in its order: ‖value_t‖ and ‖∂L/∂value_t‖. */
  readonly states: readonly string[];
  readonly stateNorms: Float64Array;
  readonly gradientNorms: Float64Array;
  /** Units of the last layer's hidden state with the largest |h|, with their values and gradients. */
  readonly units: Int32Array;
  readonly unitValues: Float64Array;
  readonly unitGradients: Float64Array;
}

/** A text drawn from the model. */
export interface Sample {
  readonly run: string;
  readonly step: number;
  readonly temperature: number;
  readonly text: string;
}

/** What a run begins with that goes on from another. */
export interface Branch {
  readonly config: RunConfig;
  readonly checkpoint: Uint8Array;
}

/** What the gradient check of a run's current model found, on a short piece of its text, in float64. */
export interface GradientReport {
  readonly passed: boolean;
  /** The worst relative error, and there the slope by differences of the loss and the one by BPTT. */
  readonly worst: Float64Array;
  /** Where that is, in words. */
  readonly place: string;
  /** Entries checked. */
  readonly entries: number;
  /** Every tensor by name, and its worst relative error. */
  readonly tensors: readonly string[];
  readonly errors: Float64Array;
}

/** What the host asks of a worker. */
export interface WorkerMethods {
  /**
   * Tokenise the text, build the model, and be paused at step 0, or at the checkpoint's step when one is given.
   * `flag`: shared memory whose first Int32 is set to 1 to abandon the step under way (null where memory cannot be shared).
   */
  create(args: {
    run: string;
    config: RunConfig;
    text: string;
    checkpoint: Uint8Array | null;
    flag: SharedArrayBuffer | null;
  }): Promise<RunInfo>;
  start(args: { run: string }): Promise<void>;
  pause(args: { run: string }): Promise<void>;
  /** One step, then paused. */
  step(args: { run: string }): Promise<void>;
  /** Ends the run; resolves with its last checkpoint. */
  stop(args: { run: string }): Promise<Uint8Array>;
  /** Back to step 0 with the same seed, paused. */
  reset(args: { run: string }): Promise<void>;
  dispose(args: { run: string }): Promise<void>;
  /** Complete state of the run as safetensors bytes with PyTorch's parameter names. */
  checkpoint(args: { run: string }): Promise<Uint8Array>;
  subscribe(args: { run: string; subscription: Subscription | null }): void;
  /** The consumer has drawn this frame: one more may be made. */
  acknowledge(args: { run: string; number: number }): void;
  /** Moves the probe's window over the run's tokens; the next probe frame shows it. */
  probe(args: { run: string; from: number; to: number }): void;
  fetch(args: { key: TraceKey; tensor: string; from: number; to: number }): Promise<TensorSlice>;
  inspect(args: { key: TraceKey; column: number }): Promise<Inspection>;
  sample(args: { run: string; length: number; temperature: number; seed: number }): Promise<Sample>;
  /** The steps whose state is kept, rising: whatever lies after the first can be replayed. */
  snapshots(args: { run: string }): Promise<Float64Array>;
  /**
   * Complete state of the run at an earlier step, to the bit, by training again from the nearest snapshot; the run itself
   * goes on meanwhile. A later request abandons an earlier one.
   */
  replay(args: { run: string; step: number }): Promise<Uint8Array>;
  /**
   * Settings and first state of a run that goes on from a step of this one with some settings changed. Rejects with words
   * for a change that makes another model.
   */
  branch(args: { run: string; step: number; changes: Partial<RunConfig> }): Promise<Branch>;
  /** The gradient check of the run's current model. */
  checkGradients(args: { run: string }): Promise<GradientReport>;
  /** A classifier as of its best validation, as a file that reads for sentiment. Rejects with words for a model without labels. */
  exportReader(args: { run: string; name: string }): Promise<Uint8Array>;
}

/** What a worker tells the host, unasked. */
export interface WorkerEvents {
  /** At most ten a second while running, and once after every change of phase. `curves` are the points since the last one. */
  progress(args: {
    run: string;
    phase: RunPhase;
    reason: RunReason | null;
    scalars: Float64Array;
    curves: Curves;
    /** The newest validation of a classifier; null when there is none since the last message. */
    confusion: Confusion | null;
    /** True when this replaces all earlier points and validations (after a reset or a restore). */
    replace: boolean;
  }): void;
  frame(frame: Frame): void;
  /** At least every two seconds while running. */
  recovery(args: { run: string; step: number; checkpoint: Uint8Array }): void;
}

/** Actions on a run that any surface may ask for. */
export type RunAction = 'start' | 'pause' | 'step' | 'stop' | 'reset' | 'save' | 'rename' | 'delete' | 'lowerRate';

/** A run as lists show it. */
export interface RunSummary {
  readonly run: string;
  readonly name: string;
  readonly phase: RunPhase;
  readonly reason: RunReason | null;
  readonly maxSteps: number;
  readonly unit: LossUnit;
  /** In the order of `SCALARS`. */
  readonly scalars: Float64Array;
}

/** Everything a panel needs to draw a run from nothing. */
export interface RunSnapshot {
  readonly summary: RunSummary;
  /** Null while the run is still preparing. */
  readonly info: RunInfo | null;
  readonly curves: Curves;
  /** A classifier's newest validation. */
  readonly confusion: Confusion | null;
  readonly frame: Frame | null;
  /** Token positions `[from, to)` whose text was edited since the run began. */
  readonly stale: readonly (readonly [number, number])[];
  /** Name of the document, and whether its text can still be selected. */
  readonly document: string;
  readonly documentOpen: boolean;
  readonly sample: Sample | null;
}

/** What the host tells the panel. */
export interface PanelEvents {
  /** Sent on ready and whenever the panel becomes visible; the panel forgets what it knew. */
  hydrate(args: {
    version: number;
    runs: readonly RunSummary[];
    active: string | null;
    snapshot: RunSnapshot | null;
  }): void;
  runs(args: { runs: readonly RunSummary[]; active: string | null }): void;
  progress(args: { summary: RunSummary; curves: Curves; confusion: Confusion | null; replace: boolean }): void;
  frame(frame: Frame): void;
  stale(args: { run: string; stale: RunSnapshot['stale']; documentOpen: boolean }): void;
  /** The editor's selection as token positions `[from, to)`, or null when it is outside the run's text. */
  editorSelection(args: { run: string; range: readonly [number, number] | null }): void;
}

/** What the panel asks of the host. */
export interface PanelMethods {
  ready(args: { version: number }): void;
  subscribe(args: { run: string; subscription: Subscription | null }): void;
  acknowledge(args: { run: string; number: number }): void;
  act(args: { run: string; action: RunAction }): void;
  /** Show another run. */
  show(args: { run: string }): void;
  /** Move the probe over the run's tokens. */
  probe(args: { run: string; from: number; to: number }): void;
  /** Select the characters of these token positions `[from, to)` in the editor. */
  reveal(args: { run: string; from: number; to: number }): void;
  /** The timestep under study: drives the Inspector view. Null when none. */
  inspect(args: { key: TraceKey; column: number } | null): void;
  fetch(args: { key: TraceKey; tensor: string; from: number; to: number }): Promise<TensorSlice>;
  sample(args: { run: string; length: number; temperature: number; seed: number }): Promise<Sample>;
  /** Runs one of the extension's commands that need no argument (`unroll.trainOnSelection`, `unroll.showLog`). */
  command(args: { command: 'unroll.trainOnSelection' | 'unroll.trainOnFile' | 'unroll.showLog' }): void;
}

/** What the host tells the Inspector view. */
export interface InspectorEvents {
  inspection(args: { inspection: Inspection | null; name: string; kind: TraceKind | null; unit: LossUnit }): void;
}

/** What the Inspector view asks of the host. */
export interface InspectorMethods {
  ready(args: { version: number }): void;
  /** Study the neighbouring timestep. */
  move(args: { by: -1 | 1 }): void;
}
