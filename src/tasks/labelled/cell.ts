/** A value of a row: as it reads, and where its UTF-16 units stand in the file. Escapes make the two differ. */
export interface Cell {
  readonly text: string;
  /** Offset in the file of the first unit. */
  readonly start: number;
  /** Offset of every unit and of the end; null where the units stand side by side from `start` on. */
  readonly places: Int32Array | null;
}

/** A row of the file. A cell is undefined where the row lacks it. */
export interface Row {
  /** Line in the file, from 1. */
  readonly line: number;
  readonly cells: readonly (Cell | undefined)[];
}

/** Rows of cells, under names where the file gives them. */
export interface Table {
  readonly kind: 'TSV' | 'CSV' | 'JSON lines';
  readonly header: readonly string[] | null;
  readonly rows: readonly Row[];
}

/** Offset in the file of unit `index` of the cell; of the cell's end for the length of its text. */
export function placeOf({ start, places }: Cell, index: number): number {
  return places === null ? start + index : places[index]!;
}

/** A cell that reads as it stands. */
export function plainCell(file: string, start: number, end: number): Cell {
  return { text: file.slice(start, end), start, places: null };
}

/** A cell some of whose units are written longer: `widthAt` gives the units of the file from an offset that make one. */
export function escapedCell(text: string, start: number, widthAt: (offset: number) => number): Cell {
  const places = new Int32Array(text.length + 1);
  let at = start;
  for (let i = 0; i < text.length; i++) {
    places[i] = at;
    at += widthAt(at);
  }
  places[text.length] = at;
  return { text, start, places };
}
