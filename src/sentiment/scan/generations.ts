/** A store that keeps what the newest scans of a document used, within bounds. */

/** Units of keys that the young generation holds at the most; with the old one it may be twice as much. */
const MOST_UNITS = 1 << 25;
/** What an entry weighs besides its key. */
const ENTRY = 64;

export class Generations<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();
  private units = 0;

  get(key: string): V | undefined {
    const known = this.young.get(key);
    if (known !== undefined) return known;
    const value = this.old.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.units += key.length + ENTRY;
    if (this.units > MOST_UNITS) this.turn();
    this.young.set(detached(key), value);
  }

  /** Forgets what was not used since the last turn. */
  turn(): void {
    this.old = this.young;
    this.young = new Map();
    this.units = 0;
  }
}

/** The same string with memory of its own: a part of a document would keep all of that version of it alive. */
export function detached(part: string): string {
  return ` ${part}`.slice(1);
}
