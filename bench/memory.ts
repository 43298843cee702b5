import { readFileSync } from 'node:fs';
import { EngineProcess } from './engineProcess';
import { unroll } from './engines';
import type { Row } from './row';
import { specOf, writeSpec, type Cell } from './spec';

const CELL: Cell = { cell: 'lstm', H: 256, B: 16, T: 64 };

/** Megabytes of a whole process that trains, after the first steps and after many: it must not grow. */
export async function* benchMemory(quick: boolean): AsyncIterable<Row> {
  const process = new EngineProcess(unroll(2));
  await process.open(writeSpec(specOf(CELL)), 'train', 20);
  let steps = 20;
  for (const until of quick ? [100, 1000] : [100, 1000, 10_000]) {
    const { rss, arena } = await process.time(0, until - steps);
    steps = until;
    yield { name: 'memory', ...CELL, engine: 'unroll-2', steps, rssMB: megabytes(rss), arenaMB: megabytes(arena) };
  }
  process.close();
}

/** A text of some ten megabytes made of another. */
export function longText(file: string): string {
  const text = readFileSync(file, 'utf8');
  return text.repeat(Math.ceil(10e6 / text.length)).slice(0, 10e6);
}

export function megabytes(bytes: number | undefined): number | null {
  return bytes === undefined ? null : Math.round(bytes / 1e6);
}
