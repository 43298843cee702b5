/** How much is read at once, so that a call of the reader takes about as long as a turn may. */

/** Milliseconds that a call should take; the bounds of what it is given, in UTF-16 units. */
const TARGET = 6;
const FEWEST = 400;
const MOST = 20_000;

export class Pace {
  /** Units to be read in the next call. */
  units = 2000;

  /** A call with so many units took so long. */
  took(units: number, milliseconds: number): void {
    const wish = (units * TARGET) / Math.max(milliseconds, 0.1);
    // A call that was interrupted by others says little: the pace changes by half or twice at most.
    const next = Math.min(this.units * 2, Math.max(this.units / 2, wish));
    this.units = Math.min(MOST, Math.max(FEWEST, next));
  }
}
