/** What is known of a document's sentences: arrays side by side in the order of the text, never changed in place. */
import type { ScannedSentences } from '../../protocol/sentiment';
import { firstIndex, moveStart } from '../../text/edits';
import type { Edit } from '../../text/edits';

/** UTF-16 range of each sentence, the label it is given, and a row of probabilities, one a label. */
export interface Sentences {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly labels: Int32Array;
  readonly probabilities: Float32Array;
}

export const NO_SENTENCES: Sentences = {
  starts: new Int32Array(0),
  ends: new Int32Array(0),
  labels: new Int32Array(0),
  probabilities: new Float32Array(0),
};

type Stretch = Sentences & Pick<ScannedSentences, 'from' | 'to'>;

/** `known` with all that touches the stretch `[from, to)` replaced by the stretch's own sentences. */
export function replaceStretch(known: Sentences, stretch: Stretch): Sentences {
  const { from, to } = stretch;
  const count = known.starts.length;
  const before = firstIndex(count, (i) => known.ends[i]! > from);
  const after = Math.max(
    before,
    firstIndex(count, (i) => known.starts[i]! >= to),
  );
  return splice(known, before, after, stretch);
}

/**
 * `known` after an edit of its document, until the worker has read what changed: a sentence that was typed into grows or
 * shrinks with its text, one that was deleted is gone.
 */
export function moveSentences(known: Sentences, edits: readonly Edit[]): Sentences {
  const width = widthOf(known);
  const first = edits[0];
  if (first === undefined) return known;
  // What ends before the first edit stays where it is: most of a long document, while somebody types at its end.
  const still = firstIndex(known.starts.length, (i) => known.ends[i]! >= first.start);
  const kept: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (let i = still; i < known.starts.length; i++) {
    const start = startAfter(edits, known.starts[i]!);
    // What is inserted at its end stays outside, as before the left edge of a region that begins there.
    const end = moveStart(edits, known.ends[i]!);
    if (end <= start) continue;
    kept.push(i);
    starts.push(start);
    ends.push(end);
  }
  const moved: Sentences = {
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    labels: Int32Array.from(kept, (i) => known.labels[i]!),
    probabilities: new Float32Array(kept.length * width),
  };
  kept.forEach((i, to) => moved.probabilities.set(rowOf(known, i), to * width));
  return splice(known, still, known.starts.length, moved);
}

/** Index of the sentence the offset lies in (a cursor behind its last character included), or -1. */
export function sentenceAt({ starts, ends }: Sentences, offset: number): number {
  const next = firstIndex(starts.length, (i) => starts[i]! > offset);
  return next > 0 && ends[next - 1]! >= offset ? next - 1 : -1;
}

/** Indices `[from, to)` of the sentences that touch the range `[start, end)`. */
export function sentencesIn({ starts, ends }: Sentences, start: number, end: number): readonly [number, number] {
  const from = firstIndex(starts.length, (i) => ends[i]! > start);
  return [
    from,
    Math.max(
      from,
      firstIndex(starts.length, (i) => starts[i]! >= end),
    ),
  ];
}

/** Where the first unit that is left of what begins at `offset` comes to lie. */
function startAfter(edits: readonly Edit[], offset: number): number {
  let moved = offset;
  for (const edit of edits) {
    if (edit.start > offset) break;
    if (edit.end > offset) return edit.newEnd;
    moved += edit.delta;
  }
  return moved;
}

/** Probability of the label a sentence is given. */
export function confidenceOf(sentences: Sentences, index: number): number {
  return sentences.probabilities[index * widthOf(sentences) + sentences.labels[index]!] ?? 0;
}

/** Probabilities of one sentence. */
export function rowOf(sentences: Sentences, index: number): Float32Array {
  const width = widthOf(sentences);
  return sentences.probabilities.subarray(index * width, (index + 1) * width);
}

function widthOf({ starts, probabilities }: Sentences): number {
  return starts.length === 0 ? 0 : probabilities.length / starts.length;
}

/** `known` with its sentences `[before, after)` replaced. */
function splice(known: Sentences, before: number, after: number, by: Sentences): Sentences {
  const width = Math.max(widthOf(known), widthOf(by));
  const count = before + by.starts.length + known.starts.length - after;
  const join = <T extends Int32Array | Float32Array>(into: T, old: T, fresh: T, size: number): T => {
    into.set(old.subarray(0, before * size));
    into.set(fresh, before * size);
    into.set(old.subarray(after * size), (before + by.starts.length) * size);
    return into;
  };
  return {
    starts: join(new Int32Array(count), known.starts, by.starts, 1),
    ends: join(new Int32Array(count), known.ends, by.ends, 1),
    labels: join(new Int32Array(count), known.labels, by.labels, 1),
    probabilities: join(new Float32Array(count * width), known.probabilities, by.probabilities, width),
  };
}
