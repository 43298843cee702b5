import type { Frame } from '../../src/protocol/frame';
import type { PanelEvents, RunSnapshot } from '../../src/protocol/messages';
import type { CurvePoints, Curves } from '../../src/protocol/run';
import type { TensorSlice } from '../../src/protocol/trace';
import { PROTOCOL_VERSION } from '../../src/protocol/version';
import type { PanelState } from './state';

/** What each message of the host does to the state: pure, so that it can be read and tested by itself. */
export const receive = {
  hydrate(state: PanelState, args: Parameters<PanelEvents['hydrate']>[0]): Partial<PanelState> {
    if (args.version !== PROTOCOL_VERSION) return { connection: 'refused' };
    const { snapshot } = args;
    const other = snapshot?.summary.run !== state.shown?.summary.run;
    return {
      connection: 'ready',
      runs: args.runs,
      shown: snapshot,
      frame: snapshot?.frame ?? null,
      outputs: outputsOf(snapshot),
      view: { ...state.view, run: snapshot?.summary.run ?? state.view.run },
      ...(other ? { cursor: null, selection: null, hover: null, editor: null } : {}),
      sampling: false,
      problem: null,
    };
  },

  runs(state: PanelState, { runs }: Parameters<PanelEvents['runs']>[0]): Partial<PanelState> {
    const { shown } = state;
    const summary = runs.find(({ run }) => run === shown?.summary.run);
    return { runs, shown: shown && summary ? { ...shown, summary } : shown };
  },

  progress(
    state: PanelState,
    { summary, curves, confusion, replace }: Parameters<PanelEvents['progress']>[0],
  ): Partial<PanelState> {
    const runs = state.runs.map((known) => (known.run === summary.run ? summary : known));
    const { shown } = state;
    if (shown?.summary.run !== summary.run) return { runs };
    const joined = replace ? curves : joinCurves(shown.curves, curves);
    const newest = replace ? confusion : (confusion ?? shown.confusion);
    return { runs, shown: { ...shown, summary, curves: joined, confusion: newest } };
  },

  frame(state: PanelState, frame: Frame): Partial<PanelState> {
    const { length } = frame.head;
    const { cursor, selection, hover } = state;
    return {
      frame,
      cursor: cursor && cursor.column < length ? cursor : null,
      hover: hover && hover.column < length ? hover : null,
      selection: selection && selection[0] < length ? [selection[0], Math.min(selection[1], length)] : null,
    };
  },

  stale(state: PanelState, args: Parameters<PanelEvents['stale']>[0]): Partial<PanelState> {
    const { shown } = state;
    if (shown?.summary.run !== args.run) return {};
    return { shown: { ...shown, stale: args.stale, documentOpen: args.documentOpen } };
  },

  editorSelection(state: PanelState, args: Parameters<PanelEvents['editorSelection']>[0]): Partial<PanelState> {
    return state.shown?.summary.run === args.run ? { editor: args.range } : {};
  },
} as const;

/** A classifier gives labels, any other model tokens. */
function outputsOf(snapshot: RunSnapshot | null): readonly string[] | null {
  const labels = snapshot?.info?.labels ?? [];
  return labels.length > 0 ? labels : null;
}

function joinCurves(before: Curves, after: Curves): Curves {
  return { train: joinPoints(before.train, after.train), validation: joinPoints(before.validation, after.validation) };
}

function joinPoints(before: CurvePoints, after: CurvePoints): CurvePoints {
  if (after.steps.length === 0) return before;
  return { steps: join(before.steps, after.steps), losses: join(before.losses, after.losses) };
}

function join(before: Float64Array, after: Float64Array): Float64Array {
  const joined = new Float64Array(before.length + after.length);
  joined.set(before);
  joined.set(after, before.length);
  return joined;
}

/** The frame with a fetched slice in place of what it had of that tensor. */
export function withSlice(frame: Frame, slice: TensorSlice): Frame {
  return { ...frame, tensors: [...frame.tensors.filter(({ id }) => id !== slice.id), slice] };
}
