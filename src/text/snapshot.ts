/** The text of a run: taken from the document once, never changed after. */

/** A part of the document in UTF-16 offsets, [start, end). */
export interface DocumentRange {
  readonly start: number;
  readonly end: number;
}

/** A range of the document that the snapshot holds from offset `from` on. */
export interface Piece extends DocumentRange {
  readonly from: number;
}

/** Pieces of a document in its order; between pieces that lay apart the text has a newline that belongs to none. */
export interface Snapshot {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** The selected parts of `document` in its order, or all of it when nothing is selected. */
export function takeSnapshot(document: string, selections: readonly DocumentRange[]): Snapshot {
  const ranges = mergeRanges(selections);
  if (ranges.length === 0) return { text: document, pieces: [{ from: 0, start: 0, end: document.length }] };
  const newline = /\r\n|\n/.exec(document)?.[0] ?? '\n';
  const parts: string[] = [];
  const pieces: Piece[] = [];
  let length = 0;
  const append = (part: string): void => {
    parts.push(part);
    length += part.length;
  };
  for (const { start, end } of ranges) {
    if (parts.length > 0 && !parts[parts.length - 1].endsWith('\n')) append(newline);
    pieces.push({ from: length, start, end });
    append(document.slice(start, end));
  }
  return { text: parts.join(''), pieces };
}

/** Sorted, without empty ranges, with those that overlap or touch made one. */
function mergeRanges(ranges: readonly DocumentRange[]): readonly DocumentRange[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    if (start >= end) continue;
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}
