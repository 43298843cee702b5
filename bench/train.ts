import { compare, median, round } from './compare';
import { javascriptPeer, pytorch, unroll } from './engines';
import type { Row } from './row';
import type { Cell } from './spec';

/** Cells with promised ratios, where the peers in JavaScript are measured too. */
const SMALL = ['64,1,25', '128,1,64'];

const GRID = [64, 128, 256, 512].flatMap((H) =>
  [25, 64, 256].flatMap((T) => [1, 8, 16, 32].map((B) => `${H},${B},${T}`)),
);
const PROMISED = [...SMALL, ...[64, 128, 256].flatMap((H) => [8, 16, 32].map((B) => `${H},${B},64`))];

/**
 * One training step (embedding 64, one layer, 65 tokens, BPTT, clipping, Adam) on every engine; last the geometric mean of
 * PyTorch's best milliseconds over ours where two threads share a batch.
 */
export async function* benchTrain(kind: Cell['cell'], chosen: string | undefined, quick: boolean): AsyncIterable<Row> {
  const cells = (chosen?.split(';') ?? (quick ? PROMISED : GRID)).map((text): Cell => {
    const [H, B, T] = text.split(',').map(Number) as [number, number, number];
    return { cell: kind, H, B, T };
  });
  const ratios: number[] = [];
  for (const cell of cells) {
    const small = SMALL.includes(`${cell.H},${cell.B},${cell.T}`) && kind === 'lstm';
    const engines = [
      unroll(1),
      ...(cell.B > 1 ? [unroll(2)] : []),
      pytorch(1),
      pytorch(2),
      ...(small ? [javascriptPeer('tfjs', 'tfjs.mjs'), javascriptPeer('brain.js', 'brain.mjs')] : []),
    ];
    const how = { name: 'train', work: () => 'train', steps: 20, tolerance: 1e-4, incomparable: ['brain.js'] };
    const best: number[] = [];
    for await (const row of compare(engines, cell, how)) {
      if (String(row['engine']).startsWith('pytorch') && typeof row['ratio'] === 'number') best.push(row['ratio']);
      yield row;
    }
    if (best.length > 0 && cell.T === 64 && cell.B > 1 && cell.H < 512) ratios.push(Math.min(...best));
  }
  if (ratios.length === 0) return;
  const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
  const summary = { H: '64-256', B: '8-32', T: 64, engine: 'pytorch', cells: ratios.length };
  yield { name: 'train', cell: kind, ...summary, geometricMeanRatio: round(mean), medianRatio: round(median(ratios)) };
}
