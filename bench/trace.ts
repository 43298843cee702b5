import { compare, round } from './compare';
import { unroll } from './engines';
import type { Row } from './row';

/** A training step, and the same with all states, gates and gradients of one sequence read out; `overhead` in per cent. */
export async function* benchTrace(): AsyncIterable<Row> {
  for (const H of [64, 128, 256]) {
    const traced = { ...unroll(1), engine: 'unroll-traced' };
    const work = (engine: string) => (engine === 'unroll-traced' ? 'traced' : 'train');
    let untraced = NaN;
    const how = { name: 'trace', work, steps: 5, tolerance: 0 };
    for await (const row of compare([unroll(1), traced], { cell: 'lstm', H, B: 16, T: 64 }, how)) {
      const ms = row['ms'] as number;
      if (row['engine'] === 'unroll') untraced = ms;
      yield row['engine'] === 'unroll' ? row : { ...row, overhead: round((ms / untraced - 1) * 100) };
    }
  }
}
