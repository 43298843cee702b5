/**
 * Every buffer of a pass: its shape, how long its values live and what a trace calls it. This one table drives
 * allocation, traces and their schema.
 */
import type { ArenaPlan } from './arena';
import type { Cell } from './cells/cell';
import type { Handle } from './kernels/kernels';
import { directionsOf } from './parameters';
import type { ModelShape, TracedTensor } from './types';

/**
 * Extents, at the largest size: R = T·B positions, R+B positions and the initial state, R+2B both initial states of a
 * layer that reads both ways, B rows, N rows of the token table (V, or 0 when the table never pays), E embedding,
 * H hidden, DH and DGH the same for all directions side by side, O outputs, GH gates side by side; M is H for a cell
 * with a memory, K is H for a cell that keeps one more vector, S is GH for a cell with a separate recurrent side, Q is GH
 * for such a cell and H for one that multiplies what it keeps, W is O
 * for a model that gives numbers, X is E for a model that embeds tokens, else 0.
 */
type Rows = 'R' | 'R+B' | 'R+2B' | 'B' | 'N';
type Cols = 'E' | 'H' | 'DH' | 'O' | 'GH' | 'DGH' | 'M' | 'K' | 'S' | 'Q' | 'W' | 'X' | '1';
export type Extents = Readonly<Record<Rows | Cols, number>>;

interface BufferSpec {
  readonly rows: Rows;
  readonly cols: Cols;
  /** `sequence`: from forward to the next forward. `step`: overwritten at every timestep. */
  readonly lifetime: 'sequence' | 'step';
  /** `gates`: one tensor per gate of the cell, named by the cell. */
  readonly traced?: 'gates' | (Pick<TracedTensor, 'label' | 'symbol' | 'role'> & { readonly of?: string });
}
type BufferTable = Readonly<Record<string, BufferSpec>>;

/**
 * Buffers of a recurrent layer, all directions side by side. A forward direction keeps its initial state in the block of
 * B rows before position 0, a reverse one in the block after the last position.
 */
export const LAYER_BUFFERS = {
  h: {
    rows: 'R+2B',
    cols: 'DH',
    lifetime: 'sequence',
    traced: { label: 'hidden state', symbol: 'h', role: 'state' },
  },
  dh: {
    rows: 'R+2B',
    cols: 'DH',
    lifetime: 'sequence',
    traced: { label: 'gradient of the hidden state', symbol: '∂L/∂h', role: 'gradient', of: 'h' },
  },
} as const satisfies BufferTable;

/** Buffers of one direction of a recurrent layer. */
export const DIRECTION_BUFFERS = {
  c: {
    rows: 'R+B',
    cols: 'M',
    lifetime: 'sequence',
    traced: { label: 'cell state', symbol: 'c', role: 'memory' },
  },
  gates: { rows: 'R', cols: 'GH', lifetime: 'sequence', traced: 'gates' },
  dc: {
    rows: 'R+B',
    cols: 'M',
    lifetime: 'sequence',
    traced: { label: 'gradient of the cell state', symbol: '∂L/∂c', role: 'gradient', of: 'c' },
  },
  da: { rows: 'R', cols: 'GH', lifetime: 'sequence' },
  daRecurrent: { rows: 'R', cols: 'S', lifetime: 'sequence' },
  kept: { rows: 'R', cols: 'K', lifetime: 'sequence' },
  recurrent: { rows: 'B', cols: 'Q', lifetime: 'step' },
  /** Where the gradient goes that truncation cuts off. */
  dhCut: { rows: 'B', cols: 'H', lifetime: 'step' },
  dcCut: { rows: 'B', cols: 'M', lifetime: 'step' },
} as const satisfies BufferTable;

/** Buffers of dropout on a layer's output: 0 or 1 / (1 - p) each, and the output times that. */
export const DROPOUT_BUFFERS = {
  mask: { rows: 'R', cols: 'DH', lifetime: 'sequence' },
  dropped: { rows: 'R', cols: 'DH', lifetime: 'sequence' },
} as const satisfies BufferTable;

/** Buffers of the input, and of the embedding and its token table. */
export const INPUT_BUFFERS = {
  x: { rows: 'R', cols: 'E', lifetime: 'sequence' },
  dx: { rows: 'R', cols: 'X', lifetime: 'sequence' },
  table: { rows: 'N', cols: 'DGH', lifetime: 'sequence' },
  dTable: { rows: 'N', cols: 'DGH', lifetime: 'sequence' },
} as const satisfies BufferTable;

/** Buffers of the dense output and the loss. */
export const OUTPUT_BUFFERS = {
  logits: {
    rows: 'R',
    cols: 'O',
    lifetime: 'sequence',
    traced: { label: 'logits', symbol: 'y', role: 'logits' },
  },
  dLogits: { rows: 'R', cols: 'O', lifetime: 'sequence' },
  wanted: { rows: 'R', cols: 'W', lifetime: 'sequence' },
  loss: {
    rows: 'R',
    cols: '1',
    lifetime: 'sequence',
    traced: { label: 'loss', symbol: 'L', role: 'loss' },
  },
} as const satisfies BufferTable;

/** Buffers of an answer for each row of a pooling model, its gradient and its loss; `share` is 1 / the row's length. */
export const POOLING_BUFFERS = {
  answers: { rows: 'B', cols: 'O', lifetime: 'sequence' },
  dAnswers: { rows: 'B', cols: 'O', lifetime: 'sequence' },
  share: { rows: 'B', cols: 'O', lifetime: 'sequence' },
  losses: { rows: 'B', cols: '1', lifetime: 'sequence' },
} as const satisfies BufferTable;

export type Buffers<Table extends BufferTable> = Readonly<Record<keyof Table, Handle>>;

/** Extents of a pass over at most `steps` timesteps of `rows` rows. */
export function extents(shape: ModelShape, cell: Cell, steps: number, rows: number): Extents {
  const hidden = shape.hiddenSize;
  const gates = cell.blocks * hidden;
  const directions = directionsOf(shape).length;
  const R = steps * rows;
  return {
    R,
    'R+B': R + rows,
    'R+2B': R + 2 * rows,
    B: rows,
    N: shape.input !== 'vector' && shape.vocabularySize < R ? shape.vocabularySize : 0,
    E: shape.embeddingSize,
    X: shape.input === 'vector' ? 0 : shape.embeddingSize,
    H: hidden,
    DH: directions * hidden,
    O: shape.outputSize,
    W: shape.output === 'numbers' ? shape.outputSize : 0,
    GH: gates,
    DGH: directions * gates,
    M: cell.states.includes('c') ? hidden : 0,
    K: cell.keeps ? hidden : 0,
    S: cell.separate ? gates : 0,
    Q: cell.separate ? gates : cell.keptBlocks * hidden,
    '1': 1,
  };
}

/** Reserves every buffer of a table. */
export function reserve<Table extends BufferTable>(plan: ArenaPlan, table: Table, size: Extents): Buffers<Table> {
  const handles: [string, Handle][] = Object.entries(table).map(([name, spec]) => [
    name,
    plan.matrix(size[spec.rows], size[spec.cols]),
  ]);
  return Object.fromEntries(handles) as Buffers<Table>;
}
