/**
 * Every buffer of a pass: its shape, how long its values live and what a trace calls it. This one table drives
 * allocation, traces and their schema.
 */
import type { ArenaPlan } from './arena';
import type { Cell } from './cells/cell';
import type { Handle } from './kernels/kernels';
import type { ModelShape, TracedTensor } from './types';

/**
 * Extents, at the largest size: R = T·B positions, R+B positions and the initial state, B rows, N rows of the token
 * table (V, or 0 when the table never pays), E embedding, H hidden, O outputs, GH gates side by side; M is H for a cell
 * with a memory, K is H for a cell that keeps one more vector, S is GH for a cell with a separate recurrent side, else 0.
 */
type Rows = 'R' | 'R+B' | 'B' | 'N';
type Cols = 'E' | 'H' | 'O' | 'GH' | 'M' | 'K' | 'S' | '1';
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

/** Buffers of a recurrent layer. */
export const LAYER_BUFFERS = {
  h: {
    rows: 'R+B',
    cols: 'H',
    lifetime: 'sequence',
    traced: { label: 'hidden state', symbol: 'h', role: 'state' },
  },
  c: {
    rows: 'R+B',
    cols: 'M',
    lifetime: 'sequence',
    traced: { label: 'cell state', symbol: 'c', role: 'memory' },
  },
  gates: { rows: 'R', cols: 'GH', lifetime: 'sequence', traced: 'gates' },
  dh: {
    rows: 'R+B',
    cols: 'H',
    lifetime: 'sequence',
    traced: { label: 'gradient of the hidden state', symbol: '∂L/∂h', role: 'gradient', of: 'h' },
  },
  dc: {
    rows: 'R+B',
    cols: 'M',
    lifetime: 'sequence',
    traced: { label: 'gradient of the cell state', symbol: '∂L/∂c', role: 'gradient', of: 'c' },
  },
  da: { rows: 'R', cols: 'GH', lifetime: 'sequence' },
  daRecurrent: { rows: 'R', cols: 'S', lifetime: 'sequence' },
  kept: { rows: 'R', cols: 'K', lifetime: 'sequence' },
  recurrent: { rows: 'B', cols: 'S', lifetime: 'step' },
  /** Where the gradient goes that truncation cuts off. */
  dhCut: { rows: 'B', cols: 'H', lifetime: 'step' },
  dcCut: { rows: 'B', cols: 'M', lifetime: 'step' },
} as const satisfies BufferTable;

/** Buffers of the embedding and the token table. */
export const EMBEDDING_BUFFERS = {
  x: { rows: 'R', cols: 'E', lifetime: 'sequence' },
  dx: { rows: 'R', cols: 'E', lifetime: 'sequence' },
  table: { rows: 'N', cols: 'GH', lifetime: 'sequence' },
  dTable: { rows: 'N', cols: 'GH', lifetime: 'sequence' },
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
  loss: {
    rows: 'R',
    cols: '1',
    lifetime: 'sequence',
    traced: { label: 'loss', symbol: 'L', role: 'loss' },
  },
} as const satisfies BufferTable;

export type Buffers<Table extends BufferTable> = Readonly<Record<keyof Table, Handle>>;

/** Extents of a pass over at most `steps` timesteps of `rows` rows. */
export function extents(shape: ModelShape, cell: Cell, steps: number, rows: number): Extents {
  const hidden = shape.hiddenSize;
  return {
    R: steps * rows,
    'R+B': (steps + 1) * rows,
    B: rows,
    N: shape.vocabularySize < steps * rows ? shape.vocabularySize : 0,
    E: shape.embeddingSize,
    H: hidden,
    O: shape.outputSize,
    GH: cell.blocks * hidden,
    M: cell.states.includes('c') ? hidden : 0,
    K: cell.keeps ? hidden : 0,
    S: cell.separate ? cell.blocks * hidden : 0,
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
