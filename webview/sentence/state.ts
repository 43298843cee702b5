import type { Reading } from '../../src/protocol/sentiment';
import { INITIAL_STATE, restoreView, type PanelState, type ViewState } from '../core/state';

/** What the user made of a sentence: survives a reload, and so holds no reading. */
export interface Draft {
  readonly version: typeof VERSION;
  /** The sentence as it was opened, and where it stands, for people; null for one that was written here. */
  readonly original: string;
  readonly place: string | null;
  /** The sentence as it is written now. */
  readonly text: string;
  /** Label to explain; null: the one given. */
  readonly explained: number | null;
  /** A second order of the words: units (see `units.ts`) in the order they are read in; null: the sentence's own. */
  readonly order: readonly number[] | null;
  /** Seed of the last shuffle. */
  readonly seed: number;
}
const VERSION = 1;

/** Something the panel waits for: a reading, the words of why there is none, or neither yet. */
export interface Asked {
  readonly reading: Reading | null;
  /** True while another one is on its way. */
  readonly busy: boolean;
  readonly problem: string | null;
}

/** Everything the Sentence panel shows; what the pictures need of it is the state of a run's panel. */
export interface SentenceState extends PanelState {
  readonly draft: Draft;
  /** The sentence as it is written, and the same words in the second order. */
  readonly first: Asked;
  readonly second: Asked;
}

const NOTHING: Asked = { reading: null, busy: false, problem: null };

const INITIAL_DRAFT: Draft = {
  version: VERSION,
  original: '',
  place: null,
  text: '',
  explained: null,
  order: null,
  seed: 0,
};

/** The draft of a sentence that was just opened. */
export function draftOf(text: string, place: string | null): Draft {
  return { ...INITIAL_DRAFT, original: text, place, text };
}

/** What `setState` keeps. */
export interface Saved {
  /** The sentence as it is written now: what the host opens again after a reload of the window. */
  readonly text: string;
  readonly view: ViewState;
  readonly draft: Draft;
}

export function initialState(saved: unknown): SentenceState {
  const { view, draft } = (typeof saved === 'object' && saved !== null ? saved : {}) as Record<string, unknown>;
  return {
    ...INITIAL_STATE,
    view: restoreView(view),
    draft: restoreDraft(draft),
    first: NOTHING,
    second: NOTHING,
  };
}

const isText = (value: unknown) => typeof value === 'string';
const isWhole = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

/** What each field of a saved draft must look like. */
const DRAFT_FIELDS: Readonly<Record<keyof Draft, (value: unknown) => boolean>> = {
  version: (value) => value === VERSION,
  original: isText,
  place: (value) => value === null || isText(value),
  text: isText,
  explained: (value) => value === null || isWhole(value),
  order: (value) => value === null || (Array.isArray(value) && value.every(isWhole)),
  seed: isWhole,
};

function restoreDraft(saved: unknown): Draft {
  if (typeof saved !== 'object' || saved === null) return INITIAL_DRAFT;
  const fields = saved as Record<string, unknown>;
  const whole = Object.entries(DRAFT_FIELDS).every(([name, isValid]) => isValid(fields[name]));
  return whole ? (saved as Draft) : INITIAL_DRAFT;
}
