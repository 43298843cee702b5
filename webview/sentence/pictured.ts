import type { Frame } from '../../src/protocol/frame';
import type { RunSnapshot } from '../../src/protocol/messages';
import type { RunInfo } from '../../src/protocol/run';
import type { Reading } from '../../src/protocol/sentiment';
import type { PanelState } from '../core/state';

const NO_POINTS = { steps: new Float64Array(0), losses: new Float64Array(0) };

/** Words as they stand in the sentence. */
export function writtenWords({ text, starts, ends }: Reading): readonly string[] {
  return Array.from(starts, (start, i) => text.slice(start, ends[i]));
}

/**
 * A reading as the pictures of a run's panel take it: a run that makes no steps, whose tokens are the sentence's words in
 * order and whose outputs are the labels. `number` tells one reading from the next.
 */
export function pictured(reading: Reading, number: number): Pick<PanelState, 'shown' | 'frame' | 'outputs'> {
  const info: RunInfo = { ...reading.info, vocabulary: writtenWords(reading) };
  const frame: Frame = { ...reading.frame, number };
  const shown: RunSnapshot = {
    summary: {
      run: info.run,
      name: reading.reader.name,
      phase: 'finished',
      reason: null,
      maxSteps: 0,
      unit: 'example',
      scalars: frame.scalars,
    },
    info,
    curves: { train: NO_POINTS, validation: NO_POINTS },
    frame,
    stale: [],
    document: '',
    documentOpen: true,
    sample: null,
    confusion: null,
  };
  return { shown, frame, outputs: reading.reader.labels };
}
