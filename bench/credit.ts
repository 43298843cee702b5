import { compare, round } from './compare';
import { pytorch, unroll, type Found } from './engines';
import { creditMatrix } from '../src/engine/insight/credit';
import { initialParameters } from '../src/engine/initialise';
import type { Row } from './row';
import { shapeOf, specOf, type Cell } from './spec';

const named = (found: Found, engine: string): Found => ({ ...found, engine });

/**
 * The credit matrix ‖∂L_t/∂h_k‖ of one sequence, against PyTorch's usual way (a backward pass for each loss) and with all
 * losses batched by hand; and how long the longest slice lasts, which is how long a cancel may wait.
 */
export async function* benchCredit(): AsyncIterable<Row> {
  for (const [H, T] of [
    [128, 64],
    [64, 500],
  ] as const) {
    const cell: Cell = { cell: 'lstm', H, B: 1, T };
    const byHand = [1, 2].map((threads) => named(pytorch(threads), `pytorch-${threads}-by-hand`));
    const perLoss = T <= 64 ? [named(pytorch(1), 'pytorch-1-per-loss')] : [];
    const work = (engine: string) => (engine.endsWith('by-hand') ? 'creditByHand' : 'credit');
    yield* compare([unroll(1), ...perLoss, ...byHand], cell, { name: 'credit', work, steps: 2, tolerance: 1e-4 });
    yield slices(cell);
  }
}

function slices(cell: Cell): Row {
  const { inputs, targets, T } = specOf(cell);
  const [ids, wanted] = [Int32Array.from(inputs), Int32Array.from(targets)];
  const batch = { steps: T, rows: 1, inputs: ids, targets: wanted, lengths: Int32Array.of(T), initial: null };
  const shape = shapeOf(cell);
  let longest = 0;
  let last = performance.now();
  for (const rows of creditMatrix({ shape, parameters: initialParameters(shape, 1), batch })) {
    if (rows[0]!.k < T - 1) longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  return { name: 'credit', ...cell, engine: 'unroll', longestSliceMs: round(longest) };
}
