/**
 * The one time axis that graph, heatmap and gradient view share: which column lies where. All lengths are CSS pixels
 * that fall on whole device pixels, so that cells have crisp edges and columns line up between views.
 */
export interface Timeline {
  /** Left edge of the time area, and its width. */
  readonly left: number;
  readonly width: number;
  /** Width of one column. */
  readonly column: number;
  /** How far the columns are scrolled to the left. */
  readonly scroll: number;
  /** Number of columns. */
  readonly length: number;
}

/** Room for row names, left of the time area. */
const GUTTER = 76;
const MARGIN_RIGHT = 10;
/** Range of column widths; the automatic one keeps tokens and nodes legible and fills the width with short traces. */
export const COLUMN_RANGE = { least: 4, legible: 20, most: 72 } as const;

/**
 * Lays out `length` columns in `width` CSS pixels. `columnWidth` null: automatic, but at least `legible`. `scroll` counts
 * columns.
 */
export function layoutTimeline(
  width: number,
  ratio: number,
  length: number,
  columnWidth: number | null,
  scroll: number,
  legible: number = COLUMN_RANGE.legible,
): Timeline {
  const snap = (value: number) => Math.max(1, Math.floor(value * ratio)) / ratio;
  const left = Math.round(GUTTER * ratio) / ratio;
  const area = Math.max(0, width - left - MARGIN_RIGHT);
  const fit = length > 0 ? area / length : legible;
  const wish = columnWidth ?? Math.min(COLUMN_RANGE.most, Math.max(legible, fit));
  const column = snap(clampZoom(wish));
  const most = Math.max(0, length * column - area);
  const offset = Math.round(Math.min(most, Math.max(0, scroll * column)) * ratio) / ratio;
  return { left, width: area, column, scroll: offset, length };
}

/** Left edge of a column. */
export function columnX(timeline: Timeline, column: number): number {
  return timeline.left + column * timeline.column - timeline.scroll;
}

/** The column under `x`, or null outside the time area. */
export function columnAt(timeline: Timeline, x: number): number | null {
  if (x < timeline.left || x >= timeline.left + timeline.width) return null;
  const column = Math.floor((x - timeline.left + timeline.scroll) / timeline.column);
  return column >= 0 && column < timeline.length ? column : null;
}

/** Columns at least partly in sight, `[from, to)`. */
export function visibleColumns(timeline: Timeline): readonly [number, number] {
  const from = Math.max(0, Math.floor(timeline.scroll / timeline.column));
  const to = Math.min(timeline.length, Math.ceil((timeline.scroll + timeline.width) / timeline.column));
  return [from, Math.max(from, to)];
}

/** The scroll (in columns) that brings a column into sight with a little room around it; unchanged when it is. */
export function scrollTo(timeline: Timeline, column: number): number {
  const room = Math.min(2, Math.floor(timeline.width / timeline.column / 4));
  const start = timeline.scroll / timeline.column;
  const span = timeline.width / timeline.column;
  if (column - room < start) return Math.max(0, column - room);
  if (column + 1 + room > start + span) return Math.max(0, column + 1 + room - span);
  return start;
}

/** A column width within the allowed range. */
export function clampZoom(width: number): number {
  return Math.min(COLUMN_RANGE.most, Math.max(COLUMN_RANGE.least, width));
}
