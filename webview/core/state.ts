import type { Frame } from '../../src/protocol/frame';
import type { RunSnapshot, RunSummary } from '../../src/protocol/messages';
import type { TraceKind } from '../../src/protocol/trace';

/** How the user set the panel up: what survives a reload. Small on purpose; never holds a tensor. */
export interface ViewState {
  readonly version: typeof VIEW_VERSION;
  /** The run that was shown. */
  readonly run: string | null;
  /** Which trace to watch. */
  readonly source: TraceKind;
  /** Series (see `tensors.ts`) and layer of the heatmap; null: the first hidden state, the last layer. */
  readonly tensor: string | null;
  readonly layer: number | null;
  /** Largest magnitude of a locked colour scale; null: each frame's own. */
  readonly lockedMax: number | null;
  /** Series of the gradient view; null: the hidden state's gradient. */
  readonly gradient: string | null;
  /** Gradient norms as shares of each layer's largest, or as they are. */
  readonly relative: boolean;
  readonly unrolled: boolean;
  /** CSS pixels; null: automatic. */
  readonly columnWidth: number | null;
  /** First column in sight; fractions allowed. */
  readonly scroll: number;
  readonly temperature: number;
  /** Views whose table is open. */
  readonly tables: readonly string[];
}

const VIEW_VERSION = 1;

export const INITIAL_VIEW: ViewState = {
  version: VIEW_VERSION,
  run: null,
  source: 'training',
  tensor: null,
  layer: null,
  lockedMax: null,
  gradient: null,
  relative: true,
  unrolled: true,
  columnWidth: null,
  scroll: 0,
  temperature: 0.8,
  tables: [],
};

/** A place in the trace: a timestep, and a row of the view that points at it (a unit, a layer, or none). */
export interface Place {
  readonly column: number;
  readonly unit: number | null;
}

/** Everything the panel shows. Messages and input change it through the store; views only read it. */
export interface PanelState {
  /** `waiting` for the host's first word; `refused`: host and page speak different versions. */
  readonly connection: 'waiting' | 'ready' | 'refused';
  readonly runs: readonly RunSummary[];
  /** The run on screen, with everything known of it. */
  readonly shown: RunSnapshot | null;
  /** The trace on screen. */
  readonly frame: Frame | null;
  /** What the outputs stand for, by id; null: the tokens themselves. */
  readonly outputs: readonly string[] | null;
  readonly view: ViewState;
  /** What the pointer is over. */
  readonly hover: Place | null;
  /** Symbol of the shared weight the pointer is over. */
  readonly weight: string | null;
  /** What is under study: moved by clicks and arrow keys. */
  readonly cursor: Place | null;
  /** Selected columns `[from, to)`. */
  readonly selection: readonly [number, number] | null;
  /** The editor's selection in token positions `[from, to)`. */
  readonly editor: readonly [number, number] | null;
  /** Set while a sample is being drawn; its problem, when drawing failed. */
  readonly sampling: boolean;
  readonly problem: string | null;
}

export const INITIAL_STATE: PanelState = {
  connection: 'waiting',
  runs: [],
  shown: null,
  frame: null,
  outputs: null,
  view: INITIAL_VIEW,
  hover: null,
  weight: null,
  cursor: null,
  selection: null,
  editor: null,
  sampling: false,
  problem: null,
};

/** Holds the state and tells one listener (the draw loop) that it changed. */
export class Store {
  private current: PanelState;

  constructor(
    initial: PanelState,
    private readonly onChange: () => void,
  ) {
    this.current = initial;
  }

  get state(): PanelState {
    return this.current;
  }

  update(change: Partial<PanelState>): void {
    this.current = { ...this.current, ...change };
    this.onChange();
  }

  updateView(change: Partial<ViewState>): void {
    this.update({ view: { ...this.current.view, ...change } });
  }
}

const isNumberOrNull = (value: unknown) => value === null || (typeof value === 'number' && Number.isFinite(value));
const isTextOrNull = (value: unknown) => value === null || typeof value === 'string';

/** What each field of a saved view must look like. */
const VIEW_FIELDS: Readonly<Record<keyof ViewState, (value: unknown) => boolean>> = {
  version: (value) => value === VIEW_VERSION,
  run: isTextOrNull,
  source: (value) => value === 'training' || value === 'probe',
  tensor: isTextOrNull,
  layer: isNumberOrNull,
  lockedMax: isNumberOrNull,
  gradient: isTextOrNull,
  relative: (value) => typeof value === 'boolean',
  unrolled: (value) => typeof value === 'boolean',
  columnWidth: isNumberOrNull,
  scroll: (value) => typeof value === 'number' && Number.isFinite(value),
  temperature: (value) => typeof value === 'number' && value > 0,
  tables: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
};

/** The view state that `setState` kept, or the initial one when it is of another version or damaged. */
export function restoreView(saved: unknown): ViewState {
  if (typeof saved !== 'object' || saved === null) return INITIAL_VIEW;
  const fields = saved as Record<string, unknown>;
  const whole = Object.entries(VIEW_FIELDS).every(([name, isValid]) => isValid(fields[name]));
  return whole ? (saved as ViewState) : INITIAL_VIEW;
}
