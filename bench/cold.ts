import { EngineProcess } from './engineProcess';
import { pytorch, unroll } from './engines';
import { round } from './compare';
import type { Row } from './row';
import { specOf, writeSpec, type Cell } from './spec';

const CELL: Cell = { cell: 'lstm', H: 64, B: 16, T: 64 };
const ROUNDS = 5;

/** Milliseconds from the start of a process to its first finished training step; the least of five. */
export async function* benchCold(): AsyncIterable<Row> {
  const file = writeSpec(specOf(CELL));
  let ours = NaN;
  for (const engine of [unroll(1), pytorch(1)]) {
    if ('skipped' in engine) {
      yield { name: 'cold', ...CELL, ...engine };
      continue;
    }
    let least = Infinity;
    for (let round = 0; round < ROUNDS; round++) {
      const started = performance.now();
      const process = new EngineProcess(engine);
      await process.open(file, 'train', 1);
      least = Math.min(least, performance.now() - started);
      process.close();
    }
    if (engine.engine === 'unroll') ours = least;
    const ratio = engine.engine === 'unroll' ? {} : { ratio: round(least / ours) };
    yield { name: 'cold', ...CELL, engine: engine.engine, ms: round(least), ...ratio };
  }
}
