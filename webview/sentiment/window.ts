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

/** The scroll that brings a row into sight: to the edge from near, to the middle from far; unchanged when it is there. */
export function scrollToRow(index: number, count: number, row: number, view: number, scroll: number): number {
  const factor = stretch(count, row, view);
  const offset = scroll * factor;
  const [above, below] = [offset - index * row, (index + 1) * row - (offset + view)];
  if (above <= 0 && below <= 0) return scroll;
  const isFar = Math.max(above, below) > view;
  const target = isFar ? (index + 0.5) * row - view / 2 : above > 0 ? index * row : (index + 1) * row - view;
  return Math.max(0, target) / factor;
}
