import type { Direction } from '../../src/protocol/trace';

/** A gradient is said to vanish where it falls under this share of its largest value. */
export const VANISHED = 1e-6;

/** What happens to a gradient on its way back through time. */
export type Verdict =
  | { readonly kind: 'none' }
  | { readonly kind: 'notFinite'; readonly at: number }
  | { readonly kind: 'vanishes'; readonly at: number; readonly peak: number; readonly steps: number }
  | { readonly kind: 'survives'; readonly peak: number; readonly least: number; readonly leastAt: number };

/**
 * Follows ‖∂L/∂h_t‖ from its largest value against the direction of time (for a layer that reads in reverse: with
 * it) to the first step under `VANISHED` of that value. `norms[i]` belongs to column `from + i`.
 */
export function verdictOf(norms: Float64Array, from: number, direction: Direction | null): Verdict {
  if (norms.length === 0) return { kind: 'none' };
  const bad = norms.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) return { kind: 'notFinite', at: from + bad };
  let peak = 0;
  for (let i = 1; i < norms.length; i++) if (norms[i]! > norms[peak]!) peak = i;
  const max = norms[peak]!;
  if (max === 0) return { kind: 'none' };
  const back = direction === 'reverse' ? 1 : -1;
  let least = peak;
  for (let i = peak; i >= 0 && i < norms.length; i += back) {
    if (norms[i]! < VANISHED * max) {
      return { kind: 'vanishes', at: from + i, peak: from + peak, steps: Math.abs(peak - i) };
    }
    if (norms[i]! < norms[least]!) least = i;
  }
  return { kind: 'survives', peak: from + peak, least: norms[least]! / max, leastAt: from + least };
}
