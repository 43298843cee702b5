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

@inline
function ended(step: usize, b: i32): bool {
  return word(step, Word.t) >= load<i32>(<usize>word(step, Word.lengths) + (<usize>b << 2));
}

/** Whether row b has ended; if so it keeps its state and has no gates. */
@inline
export function carriedForward(step: usize, b: i32): bool {
  if (!ended(step, b)) return false;
  copy(step, Of.h, Of.hPrev, b, Word.h);
  copy(step, Of.c, Of.cPrev, b, Word.c);
  clear(step, Of.gates, b, Word.gates);
  clear(step, Of.kept, b, Word.kept);
  return true;
}

/** The same on the way back: the row passes the gradients of its states on. */
@inline
export function carriedBack(step: usize, b: i32): bool {
  if (!ended(step, b)) return false;
  addTo(row(step, Of.dhPrev, b), row(step, Of.dh, b), word(step, Word.h));
  addTo(row(step, Of.dcPrev, b), row(step, Of.dc, b), word(step, Word.c));
  clear(step, Of.da, b, Word.gates);
  clear(step, Of.daRecurrent, b, Word.gates);
  return true;
}

function copy(step: usize, to: Of, from: Of, b: i32, columns: Word): void {
  memory.copy(row(step, to, b), row(step, from, b), <usize>word(step, columns) << 2);
}

function clear(step: usize, matrix: Of, b: i32, columns: Word): void {
  memory.fill(row(step, matrix, b), 0, <usize>word(step, columns) << 2);
}
