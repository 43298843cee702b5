/**
 * Keeps the ranges of a snapshot right while its document is edited. What was not touched moves along; what was touched
 * is stale, until the document holds the very same text in its place again. Nothing is ever mapped to other text.
 */
import { firstIndex, moveEnd, moveStart, orderEdits, touches } from './edits';
import type { Edit, TextChange } from './edits';
import type { DocumentRange, Snapshot } from './snapshot';

/** Snapshot range [from, to) that the document holds, unchanged and in one stretch, `shift` further on. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly shift: number;
}

/** A stretch of one piece that the document does not hold; empty where text was inserted. */
interface Gap {
  readonly from: number;
  readonly to: number;
  readonly left: Segment | null;
  readonly right: Segment | null;
}

/** Snapshot range of a piece, and where the document now has what became of it. */
interface Region {
  readonly from: number;
  readonly to: number;
  start: number;
  end: number;
}

/** Reads the document as it is after the event. */
export type ReadDocument = (start: number, end: number) => string;

export class RangeTracker {
  /** In order of the snapshot and of the document alike; edits keep both orders. */
  private segments: readonly Segment[];
  private readonly regions: readonly Region[];
  private readonly text: string;

  constructor(snapshot: Snapshot) {
    this.text = snapshot.text;
    this.regions = snapshot.pieces.map(({ from, start, end }) => ({ from, to: from + end - start, start, end }));
    this.segments = this.regions
      .filter(({ from, to }) => to > from)
      .map(({ from, to, start }) => ({ from, to, shift: start - from }));
  }

  /** Follows one edit event. `read` gives the document after it, to see whether touched text is the same again. */
  apply(changes: readonly TextChange[], read: ReadDocument): void {
    const edits = orderEdits(changes);
    this.segments = cutSegments(this.segments, edits);
    for (const region of this.regions) {
      [region.start, region.end] = [moveStart(edits, region.start), moveEnd(edits, region.end)];
    }
    this.heal(edits, read);
  }

  /** Where the document holds the snapshot range [from, to): the unchanged parts, in order; empty when there are none. */
  toDocument(from: number, to: number): readonly DocumentRange[] {
    const ranges: { start: number; end: number }[] = [];
    for (let i = this.firstSegment((segment) => segment.to > from); i < this.segments.length; i++) {
      const segment = this.segments[i];
      if (segment.from >= to) break;
      const start = Math.max(from, segment.from) + segment.shift;
      const end = Math.min(to, segment.to) + segment.shift;
      const last = ranges.at(-1);
      if (last?.end === start) last.end = end;
      else ranges.push({ start, end });
    }
    return ranges;
  }

  /** Smallest snapshot range [from, to] over what the document range touches, a cursor being empty; or null. */
  toSnapshot(start: number, end: number): readonly [number, number] | null {
    const first = this.firstSegment(({ to, shift }) => to + shift > start || (start === end && to + shift === start));
    let range: readonly [number, number] | null = null;
    for (let i = first; i < this.segments.length; i++) {
      const { from, to, shift } = this.segments[i];
      if (from + shift > end || (from + shift === end && start < end)) break;
      range = [range?.[0] ?? Math.max(from, start - shift), Math.min(to, end - shift)];
      if (start === end) break;
    }
    return range;
  }

  /** Token positions [from, to) with touched text, in order, adjacent ones made one; tokens are given by their ranges. */
  staleTokens(starts: Int32Array, ends: Int32Array): readonly (readonly [number, number])[] {
    const stale: [number, number][] = [];
    for (const gap of this.gaps()) {
      const from = countUntil(ends, gap.from + 1);
      const to = countUntil(starts, gap.to);
      if (from >= to) continue;
      const last = stale.at(-1);
      if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
      else stale.push([from, to]);
    }
    return stale;
  }

  private *gaps(): Generator<Gap & { readonly region: Region }> {
    let i = 0;
    for (const region of this.regions) {
      let left: Segment | null = null;
      for (; i < this.segments.length && this.segments[i].from < region.to; i++) {
        const right = this.segments[i];
        const from = left?.to ?? region.from;
        if (left !== null || right.from > from) yield { from, to: right.from, left, right, region };
        left = right;
      }
      const from: number = left?.to ?? region.from;
      if (from < region.to) yield { from, to: region.to, left, right: null, region };
    }
  }

  /** Makes fresh again every gap near an edit in whose place the document holds the snapshot's text. */
  private heal(edits: readonly Edit[], read: ReadDocument): void {
    const healed: Segment[] = [];
    for (const gap of this.gaps()) {
      const start = gap.left === null ? gap.region.start : gap.left.to + gap.left.shift;
      const end = gap.right === null ? gap.region.end : gap.right.from + gap.right.shift;
      if (!touches(edits, start, end)) continue;
      const at = findGap(this.text.slice(gap.from, gap.to), gap, start, end, read);
      if (at !== null) healed.push({ from: gap.from, to: gap.to, shift: at - gap.from });
    }
    if (healed.length > 0) this.segments = joinSegments(this.segments, healed, this.regions);
  }

  private firstSegment(holds: (segment: Segment) => boolean): number {
    return firstIndex(this.segments.length, (i) => holds(this.segments[i]));
  }
}

/** The segments after the edits: cut where text was replaced or inserted, moved by what was added before them. */
function cutSegments(segments: readonly Segment[], edits: readonly Edit[]): readonly Segment[] {
  const result: Segment[] = [];
  let passed = 0;
  let moved = 0;
  for (const { from, to, shift } of segments) {
    while (passed < edits.length && edits[passed].end <= from + shift) moved += edits[passed++].delta;
    let kept = from;
    let delta = moved;
    for (let i = passed; i < edits.length && edits[i].start < to + shift; i++) {
      const cut = edits[i].start - shift;
      if (cut > kept) result.push({ from: kept, to: cut, shift: shift + delta });
      kept = Math.max(kept, edits[i].end - shift);
      delta += edits[i].delta;
    }
    if (kept < to) result.push({ from: kept, to, shift: shift + delta });
  }
  return result;
}

/**
 * Where the text of a gap stands in [start, end) of the document: between its neighbours, beside its only one, or, when
 * nothing of the piece is left, at the one place where it occurs.
 */
function findGap(text: string, gap: Gap, start: number, end: number, read: ReadDocument): number | null {
  const room = end - start - text.length;
  if (room < 0 || (gap.left !== null && gap.right !== null && room > 0)) return null;
  if (gap.left === null && gap.right === null) {
    const found = read(start, end);
    const at = found.indexOf(text);
    return at >= 0 && found.indexOf(text, at + 1) < 0 ? start + at : null;
  }
  const at = gap.left === null ? end - text.length : start;
  return read(at, at + text.length) === text ? at : null;
}

/** All segments in order, those that continue each other in snapshot and document made one, never across pieces. */
function joinSegments(
  segments: readonly Segment[],
  more: readonly Segment[],
  regions: readonly Region[],
): readonly Segment[] {
  const pieceStarts = new Set(regions.map(({ from }) => from));
  const joined: Segment[] = [];
  for (const segment of [...segments, ...more].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = joined.at(-1);
    const continues = last?.to === segment.from && last.shift === segment.shift && !pieceStarts.has(segment.from);
    if (continues) joined[joined.length - 1] = { ...last, to: segment.to };
    else joined.push(segment);
  }
  return joined;
}

/** How many values of a sorted array are less than `limit`. */
function countUntil(sorted: Int32Array, limit: number): number {
  return firstIndex(sorted.length, (i) => sorted[i] >= limit);
}
