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
  private elements: number;
  private indices: number;
  private packed: number;

  constructor(
    private readonly build: KernelsBuild,
    private readonly leadingDimension: LeadingDimension = cacheFriendly,
    start: ArenaSize = { elements: 0, indices: 0, packed: 0 },
  ) {
    ({ elements: this.elements, indices: this.indices, packed: this.packed } = start);
  }

  get size(): ArenaSize {
    return { elements: this.elements, indices: this.indices, packed: this.packed };
  }

  /** A plan for places that this one has reserved, from `start` on: to lay them out anew. */
  again(start: ArenaSize): ArenaPlan {
    return new ArenaPlan(this.build, this.leadingDimension, start);
  }

  matrix(rows: number, cols: number): Handle {
    const ld = this.leadingDimension(cols);
    const handle = { offset: this.elements, rows, cols, ld };
    this.elements += rows * ld;
    return handle;
  }

  indexRun(length: number): IndexHandle {
    const handle = { offset: this.indices, length };
    this.indices += length;
    return handle;
  }

  packedMatrix(inner: number, cols: number): PackedHandle {
    const handle = { offset: this.packed, inner, cols };
    this.packed += this.build.packedLength(inner, cols);
    return handle;
  }

  /** One flat row over everything that `allocate` reserves, padding included. */
  flat(allocate: () => void): Handle {
    const offset = this.elements;
    allocate();
    const cols = this.elements - offset;
    return { offset, rows: 1, cols, ld: cols };
  }

  allocate(): Kernels {
    return this.build.allocate(this.size);
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
