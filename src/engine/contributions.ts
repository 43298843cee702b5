import { rowsOf } from './arena';
import type { Handle, IndexHandle, Kernels } from './kernels/kernels';

/**
 * What each position (row of `left`) adds to a parameter's gradient. The whole gradient is the sum over all R
 * positions, taken as one product after the time loop; the sum over the B positions of one timestep itemises it.
 */
export type Contribution =
  /** dW = Σ left_r ⊗ right_r, from row `firstRow` of W on, as many rows as left has columns */
  | {
      readonly kind: 'outer';
      readonly parameter: string;
      readonly firstRow: number;
      readonly left: Handle;
      readonly right: Handle;
    }
  /** db = Σ left_r */
  | { readonly kind: 'rows'; readonly parameter: string; readonly left: Handle }
  /** dE[ids_r] = Σ left_r */
  | { readonly kind: 'scatter'; readonly parameter: string; readonly left: Handle; readonly ids: IndexHandle };

/** Adds the contributions of all positions. */
export function accumulate(k: Kernels, gradient: Handle, of: Contribution): void {
  switch (of.kind) {
    case 'outer':
      return k.addOuter(rowsOf(gradient, of.firstRow, of.left.cols), of.left, of.right);
    case 'rows':
      return k.sumRows(gradient, of.left);
    case 'scatter':
      return k.scatterAdd(gradient, of.left, of.ids);
  }
}

/** The contributions of the positions `[first, first + count)` alone. */
export function slice(of: Contribution, first: number, count: number): Contribution {
  const left = rowsOf(of.left, first, count);
  switch (of.kind) {
    case 'outer':
      return { ...of, left, right: rowsOf(of.right, first, count) };
    case 'rows':
      return { ...of, left };
    case 'scatter':
      return { ...of, left, ids: { offset: of.ids.offset + first, length: count } };
  }
}
