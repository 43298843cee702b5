import type { ArenaSize, Handle, IndexHandle, Kernels, KernelsBuild, PackedHandle } from './kernels/kernels';

/** Chooses the leading dimension of a matrix with so many columns, >= cols. */
export type LeadingDimension = (cols: number) => number;

/**
 * Whole cache lines of 16 float32, but never a multiple of 256 elements: rows a power of two apart would compete for
 * the same few cache sets (oneDNN, `get_good_ld`).
 */
export const cacheFriendly: LeadingDimension = (cols) => {
  if (cols < 16) return cols;
  const lines = Math.ceil(cols / 16) * 16;
  return lines % 256 === 0 ? lines + 16 : lines;
};

/** Hands out places in the arena before it exists, from `start` on, then allocates it once. */
export class ArenaPlan {
  private readonly taken: { -readonly [Kind in keyof ArenaSize]: number };

  constructor(
    private readonly build: KernelsBuild,
    private readonly leadingDimension: LeadingDimension = cacheFriendly,
    start: ArenaSize = { elements: 0, indices: 0, packed: 0 },
  ) {
    this.taken = { ...start };
  }

  get size(): ArenaSize {
    return { ...this.taken };
  }

  /** A plan for places that this one has reserved, from `start` on: to lay them out anew. */
  again(start: ArenaSize): ArenaPlan {
    return new ArenaPlan(this.build, this.leadingDimension, start);
  }

  matrix(rows: number, cols: number): Handle {
    const ld = this.leadingDimension(cols);
    return { offset: this.take('elements', rows * ld), rows, cols, ld };
  }

  indexRun(length: number): IndexHandle {
    return { offset: this.take('indices', length), length };
  }

  packedMatrix(inner: number, cols: number): PackedHandle {
    return { offset: this.take('packed', this.build.packedLength(inner, cols)), inner, cols };
  }

  /** One flat row over everything that `allocate` reserves, padding included. */
  flat(allocate: () => void): Handle {
    const offset = this.taken.elements;
    allocate();
    const cols = this.taken.elements - offset;
    return { offset, rows: 1, cols, ld: cols };
  }

  allocate(): Kernels {
    return this.build.allocate(this.size);
  }

  private take(kind: keyof ArenaSize, count: number): number {
    this.taken[kind] += count;
    return this.taken[kind] - count;
  }
}

/** Rows `[first, first + count)` of a matrix. */
export function rowsOf(matrix: Handle, first: number, count: number): Handle {
  return { ...matrix, offset: matrix.offset + first * matrix.ld, rows: count };
}

/** Columns `[first, first + count)` of a matrix. */
export function colsOf(matrix: Handle, first: number, count: number): Handle {
  return { ...matrix, offset: matrix.offset + first, cols: count };
}

/** Every `stride`-th row of a matrix from `first` on: one batch row over time. */
export function everyRow(matrix: Handle, first: number, stride: number, count: number): Handle {
  return { offset: matrix.offset + first * matrix.ld, rows: count, cols: matrix.cols, ld: matrix.ld * stride };
}
