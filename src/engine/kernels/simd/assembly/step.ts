/** One timestep of a recurrent layer, a table in memory as `calls.ts` writes it, and what all cells do with ended rows. */
import { addTo } from './sums';

/** The matrices of a `GateStep`, in the table's order: an address, and the bytes from row to row. */
export const enum Of { gates, kept, recurrent, da, daRecurrent, h, hPrev, dh, dhPrev, c, cPrev, dc, dcPrev }

/** The words after the matrices. The last four are columns, of which a cell without gates, `kept` or `c` has none there. */
const enum Word { lengths = 26, t, rows, h, gates, kept, c }

@inline
function word(step: usize, index: Word): i32 {
  return load<i32>(step + (<usize>index << 2));
}

/** Bytes of a row of so many columns. */
@inline
function bytes(step: usize, columns: Word): usize {
  return <usize>word(step, columns) << 2;
}

/** Address of row b of a matrix. */
@inline
export function row(step: usize, matrix: Of, b: i32): usize {
  const at = step + (<usize>matrix << 3);
  return load<usize>(at) + <usize>b * load<usize>(at, 4);
}

@inline
export function rowsOf(step: usize): i32 {
  return word(step, Word.rows);
}

/** H, the length of a state vector. */
@inline
export function unitsOf(step: usize): i32 {
  return word(step, Word.h);
}

/** Whether row b has ended. */
@inline
export function ended(step: usize, b: i32): bool {
  return word(step, Word.t) >= load<i32>(<usize>word(step, Word.lengths) + (<usize>b << 2));
}

/** Row b, which has ended, keeps its state and has no gates. */
export function carryForward(step: usize, b: i32): void {
  memory.copy(row(step, Of.h, b), row(step, Of.hPrev, b), bytes(step, Word.h));
  memory.copy(row(step, Of.c, b), row(step, Of.cPrev, b), bytes(step, Word.c));
  memory.fill(row(step, Of.gates, b), 0, bytes(step, Word.gates));
  memory.fill(row(step, Of.kept, b), 0, bytes(step, Word.kept));
}

/** The same on the way back: the row passes the gradients of its states on. */
export function carryBack(step: usize, b: i32): void {
  addTo(row(step, Of.dhPrev, b), row(step, Of.dh, b), word(step, Word.h));
  addTo(row(step, Of.dcPrev, b), row(step, Of.dc, b), word(step, Word.c));
  memory.fill(row(step, Of.da, b), 0, bytes(step, Word.gates));
  memory.fill(row(step, Of.daRecurrent, b), 0, bytes(step, Word.gates));
}
