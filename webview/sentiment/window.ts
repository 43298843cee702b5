/** Browsers lose precision in, and then refuse, elements much taller than this (CSS pixels). */
const TALLEST = 8_000_000;

/** The part of a list that is in sight. */
export interface ListWindow {
  /** Height of the element that scrolls. */
  readonly height: number;
  /** Rows in sight, `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Top of row `from` in the element that scrolls. */
  readonly top: number;
}

/** How many pixels of list one pixel of scrolling moves: 1 unless the list is too tall for one element. */
function stretch(count: number, row: number, view: number): number {
  const most = Math.max(1, Math.min(TALLEST, count * row) - view);
  return Math.max(1, (count * row - view) / most);
}

/** Rows to draw, with a few on either side, so that scrolling finds them there. */
export function listWindow(count: number, row: number, view: number, scroll: number): ListWindow {
  const offset = scroll * stretch(count, row, view);
  const from = Math.max(0, Math.min(count, Math.floor(offset / row)) - 4);
  const to = Math.min(count, Math.ceil((offset + view) / row) + 4);
  return { height: Math.min(TALLEST, count * row), from, to, top: scroll + from * row - offset };
}

/** The scroll that brings a row into sight; unchanged when it is. */
export function scrollToRow(index: number, count: number, row: number, view: number, scroll: number): number {
  const factor = stretch(count, row, view);
  const offset = scroll * factor;
  if (index * row < offset) return (index * row) / factor;
  if ((index + 1) * row > offset + view) return ((index + 1) * row - view) / factor;
  return scroll;
}
