/** Every buffer of a pass and its shape: these tables lay out a pass in the arena. */
import type { ArenaPlan } from './arena';
import { CELLS } from './cells/table';
import type { Handle, IndexHandle } from './kernels/kernels';
import { directionsOf } from './parameters';
import type { ModelShape } from './types';

/**
 * R = T·B positions, R+B positions and the initial state, R+2B both initial states of a layer that reads both ways, B rows,
 * N rows of the token table (V, or 0 when the table does not pay). E embedding, H hidden, GH gates side by side, DH and DGH
 * the same for all directions, O outputs; M is H for a cell with a memory, K is H for a cell that keeps one more vector, S
 * is GH for a cell with a separate recurrent side, Q is GH for such a cell and H for one that multiplies what it keeps, W
 * is O for a model that gives numbers, X is E for a model that embeds tokens, else 0.
 */
type Rows = 'R' | 'R+B' | 'R+2B' | 'B' | 'N';
type Cols = 'E' | 'H' | 'DH' | 'O' | 'GH' | 'DGH' | 'M' | 'K' | 'S' | 'Q' | 'W' | 'X' | '1';
type Extents = Readonly<Record<Rows | Cols, number>>;
/** A matrix, or so many indices. */
type BufferTable = Readonly<Record<string, `${Rows} × ${Cols}` | Rows>>;

/**
 * The states of a layer, all directions side by side. A forward direction keeps its initial state in the block of B rows
 * before position 0, a reverse one in the block after the last position.
 */
const LAYER = { h: 'R+2B × DH', dh: 'R+2B × DH' } as const satisfies BufferTable;

/** One direction of a layer; the gradients that truncation cuts off go to `dhCut` and `dcCut`. */
const DIRECTION = {
  c: 'R+B × M',
  dc: 'R+B × M',
  gates: 'R × GH',
  da: 'R × GH',
  daRecurrent: 'R × S',
  kept: 'R × K',
  recurrent: 'B × Q',
  dhCut: 'B × H',
  dcCut: 'B × M',
} as const satisfies BufferTable;

/** Dropout on a layer's output: 0 or 1 / (1 - p) each, and the output times that. */
const DROPOUT = { mask: 'R × DH', dropped: 'R × DH' } as const satisfies BufferTable;

/** The input, the embedding and its token table. */
const INPUT = { x: 'R × E', dx: 'R × X', table: 'N × DGH', dTable: 'N × DGH', ids: 'R' } as const satisfies BufferTable;

/** The dense output and the loss. */
const OUTPUT = {
  logits: 'R × O',
  dLogits: 'R × O',
  wanted: 'R × W',
  loss: 'R × 1',
  targets: 'R',
} as const satisfies BufferTable;

/**
 * An answer for each row of a pooling model; `share` is 1 / the row's length. `owner` is the row a position belongs to, -1
 * past the row's end; `last` the row whose last step it is, else -1.
 */
const POOLING = {
  answers: 'B × O',
  dAnswers: 'B × O',
  share: 'B × O',
  losses: 'B × 1',
  owner: 'R',
  last: 'R',
  rowTargets: 'B',
} as const satisfies BufferTable;

type Buffers<Table extends BufferTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Rows ? IndexHandle : Handle;
};
export type DirectionBuffers = Buffers<typeof LAYER> & Buffers<typeof DIRECTION>;
export type DropoutBuffers = Buffers<typeof DROPOUT>;
export type InputBuffers = Buffers<typeof INPUT>;
export type PoolingBuffers = Buffers<typeof POOLING>;
export type PassBuffers = ReturnType<typeof layOut>;

/** The buffers of a pass over T timesteps of B rows; `trains` where it may drop. A smaller pass needs no more room. */
export function layOut(plan: ArenaPlan, shape: ModelShape, T: number, B: number, trains: boolean) {
  const size = extents(shape, T, B);
  const directions = directionsOf(shape);
  const take = <Table extends BufferTable>(table: Table): Buffers<Table> => {
    const places = Object.entries(table).map(([name, of]) => {
      const [rows, cols] = of.split(' × ') as [Rows, Cols?];
      return [name, cols ? plan.matrix(size[rows], size[cols]) : plan.indexRun(size[rows])];
    });
    return Object.fromEntries(places) as Buffers<Table>;
  };
  return {
    steps: T,
    lengths: plan.indexRun(B),
    input: take(INPUT),
    layers: Array.from({ length: shape.layers }, () => ({
      ...take(LAYER),
      directions: directions.map(() => take(DIRECTION)),
    })),
    dropouts: Array.from({ length: trains && shape.dropout ? shape.layers - 1 : 0 }, () => take(DROPOUT)),
    output: take(OUTPUT),
    pooling: shape.pooling ? take(POOLING) : null,
  };
}

function extents(shape: ModelShape, T: number, B: number): Extents {
  const { hiddenSize: H, embeddingSize: E, outputSize: O, vocabularySize: V } = shape;
  const cell = CELLS[shape.cell];
  const GH = cell.blocks * H;
  const D = directionsOf(shape).length;
  const R = T * B;
  const vectors = shape.input === 'vector';
  return {
    ...{ R, 'R+B': R + B, 'R+2B': R + 2 * B, B, N: !vectors && V < R ? V : 0 },
    ...{ E, H, DH: D * H, O, GH, DGH: D * GH, '1': 1 },
    M: cell.states.includes('c') ? H : 0,
    K: cell.keeps ? H : 0,
    S: cell.separate ? GH : 0,
    Q: cell.separate ? GH : cell.keptBlocks * H,
    W: shape.output === 'numbers' ? O : 0,
    X: vectors ? 0 : E,
  };
}
