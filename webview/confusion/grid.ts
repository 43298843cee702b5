/** Where the cells of a confusion matrix lie, in CSS pixels. */

/** Largest cell, and the smallest that is wide enough for names and numbers. */
const LARGEST = 84;
const WORDED = 34;
/** Heights of a cell with count and share, of one with the count, and of one with neither. */
const HEIGHTS = { both: 42, count: 26, bare: 22 } as const;
/** Narrowest cell that has room for a share. */
const SHARED = 48;
/** Least height of a row that is named. */
const NAMED = 12;
/** Room for the names: of rows at the left, of columns above, upright, turned or not written. */
const LEFT = { least: 48, most: 150 } as const;
const ABOVE = { upright: 34, turned: 84, none: 20 } as const;

export interface Grid {
  readonly labels: number;
  readonly left: number;
  readonly top: number;
  /** Width and height of a cell. */
  readonly width: number;
  readonly height: number;
  /** Whether cells have room for counts, and for shares below them; whether rows and columns have room for names. */
  readonly worded: boolean;
  readonly shared: boolean;
  readonly named: boolean;
}

/** The grid for so many labels in a width; `nameWidth` is the width of the longest name. */
export function gridOf(labels: number, width: number, nameWidth: number): Grid {
  const left = Math.min(LEFT.most, Math.max(LEFT.least, nameWidth + 26), width / 3);
  const cell = Math.min(LARGEST, (width - left - 2) / labels);
  const worded = cell >= WORDED;
  const shared = cell >= SHARED;
  const named = cell >= NAMED;
  return {
    labels,
    left,
    top: worded ? ABOVE.upright : named ? ABOVE.turned : ABOVE.none,
    width: cell,
    height: shared ? HEIGHTS.both : worded ? HEIGHTS.count : Math.min(cell, HEIGHTS.bare),
    worded,
    shared,
    named,
  };
}

export function heightOf({ top, height, labels }: Grid): number {
  return Math.ceil(top + height * labels + 2);
}

/** Row and column under a point, or null. */
export function cellAt(grid: Grid, x: number, y: number): readonly [row: number, column: number] | null {
  const [row, column] = [Math.floor((y - grid.top) / grid.height), Math.floor((x - grid.left) / grid.width)];
  const inside = row >= 0 && column >= 0 && row < grid.labels && column < grid.labels;
  return inside ? [row, column] : null;
}
