/** Which sentences an editor shows, how strongly, and which marks its overview ruler bears. Pure: offsets, no VS Code. */
import type { ReaderInfo } from '../../protocol/sentiment';
import { confidenceOf, sentencesIn } from './sentences';
import type { Sentences } from './sentences';
import { strongest } from './summary';

/** Confidence steps, from the least that is shown to near certainty: the probability each begins at. */
export const CONFIDENCE_STEPS = [0, 0.75, 0.9] as const;

/** Most marks of an overview ruler: more cannot be told apart, and each costs the editor. */
export const MAX_MARKS = 1000;

export interface Tint {
  readonly start: number;
  readonly end: number;
  readonly label: number;
  /** Index into `CONFIDENCE_STEPS`. */
  readonly step: number;
}

/** Tints of the sentences that touch `[from, to)`: not the neutral ones, nor those less probable than `minimum`. */
export function tintsIn(
  reader: ReaderInfo,
  sentences: Sentences,
  [from, to]: readonly [number, number],
  minimum: number,
): Tint[] {
  const tints: Tint[] = [];
  const [first, last] = sentencesIn(sentences, from, to);
  for (let i = first; i < last; i++) {
    const label = sentences.labels[i]!;
    const confidence = confidenceOf(sentences, i);
    if (label === reader.neutral || confidence < minimum) continue;
    const step = CONFIDENCE_STEPS.filter((least) => confidence >= least).length - 1;
    tints.push({ start: sentences.starts[i]!, end: sentences.ends[i]!, label, step });
  }
  return tints;
}

/** Lines to mark by label: of the surest sentences, each line once a label, neighbours made one range `[from, to]`. */
export function marks(
  reader: ReaderInfo,
  sentences: Sentences,
  minimum: number,
  lineOf: (offset: number) => number,
): readonly (readonly (readonly [number, number])[])[] {
  const lines = reader.labels.map(() => new Set<number>());
  let left = MAX_MARKS;
  for (const i of strongest(reader, sentences)) {
    const label = sentences.labels[i]!;
    const line = lineOf(sentences.starts[i]!);
    if (confidenceOf(sentences, i) < minimum || left === 0) break;
    if (lines[label]!.has(line)) continue;
    lines[label]!.add(line);
    left--;
  }
  return lines.map((set) => joinLines([...set].sort((a, b) => a - b)));
}

function joinLines(sorted: readonly number[]): (readonly [number, number])[] {
  const joined: [number, number][] = [];
  for (const line of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && line <= last[1] + 1) last[1] = line;
    else joined.push([line, line]);
  }
  return joined;
}
