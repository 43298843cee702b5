/** The changes of one edit event and what they do to offsets. */

/** One replacement, as editors report it: offsets in the document before the event. */
export interface TextChange {
  readonly rangeOffset: number;
  readonly rangeLength: number;
  readonly text: string;
}

/** A change with its end, what it adds to offsets after it, and where its new text lies. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly delta: number;
  readonly newStart: number;
  readonly newEnd: number;
}

/** The changes of one event (they do not overlap), in document order. */
export function orderEdits(changes: readonly TextChange[]): readonly Edit[] {
  let shift = 0;
  return [...changes]
    .sort((a, b) => a.rangeOffset - b.rangeOffset || a.rangeLength - b.rangeLength)
    .map(({ rangeOffset: start, rangeLength, text }) => {
      const newStart = start + shift;
      const delta = text.length - rangeLength;
      shift += delta;
      return { start, end: start + rangeLength, delta, newStart, newEnd: newStart + text.length };
    });
}

/** Where the left edge of a region comes to lie: what is inserted at the edge falls inside the region. */
export function moveStart(edits: readonly Edit[], offset: number): number {
  let moved = offset;
  for (const edit of edits) {
    if (edit.start >= offset) break;
    if (edit.end > offset) return edit.newStart;
    moved += edit.delta;
  }
  return moved;
}

/** Where the right edge of a region comes to lie: what is inserted at the edge falls inside the region. */
export function moveEnd(edits: readonly Edit[], offset: number): number {
  let moved = offset;
  for (const edit of edits) {
    if (edit.start > offset || (edit.start === offset && edit.end > offset)) break;
    if (edit.end > offset) return edit.newEnd;
    moved += edit.delta;
  }
  return moved;
}

/** Whether an edit's new text lies in [start, end] of the new document or touches it. */
export function touches(edits: readonly Edit[], start: number, end: number): boolean {
  const first = firstIndex(edits.length, (i) => edits[i].newEnd >= start);
  return first < edits.length && edits[first].newStart <= end;
}

/** Binary search: the first of the indices [0, count) for which `holds`, which must hold for all after it; or `count`. */
export function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
