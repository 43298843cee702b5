import { EngineProcess } from './engineProcess';
import type { Found } from './engines';
import type { Row } from './row';
import { specOf, writeSpec, type Cell } from './spec';

/** What to measure, and how it is made sure that all do the same. */
export interface Comparison {
  readonly name: string;
  /** The work by engine's name; the first engine's where none is given. */
  readonly work: (engine: string) => string;
  /** Steps before timing, whose first and last loss must agree. */
  readonly steps: number;
  /** Largest relative difference of those. */
  readonly tolerance: number;
  /** Engines whose losses mean something else. */
  readonly incomparable?: readonly string[];
}

const ROUNDS = 5;
const SECONDS = 0.6;

/**
 * Times the same work on every engine, taking turns in five rounds. Before that each must have the losses of the first
 * engine at its first and last step; one that has not is reported and not timed. `ratio` of a peer: its milliseconds over
 * those of our fastest setting.
 */
export async function* compare(found: readonly Found[], cell: Cell, comparison: Comparison): AsyncIterable<Row> {
  const { name, work, steps, tolerance, incomparable = [] } = comparison;
  const place = { name, cell: cell.cell, H: cell.H, B: cell.B, T: cell.T };
  const file = writeSpec(specOf(cell));
  const running: { process: EngineProcess; version: string; medians: number[]; least: number }[] = [];
  let reference: readonly number[] | null = null;
  for (const engine of found) {
    if ('skipped' in engine) {
      yield { ...place, ...engine };
      continue;
    }
    const process = new EngineProcess(engine);
    try {
      const { losses, version } = await process.open(file, work(engine.engine), steps);
      reference ??= losses;
      const off = Math.max(...[0, steps - 1].map((at) => Math.abs(losses[at]! / reference![at]! - 1)));
      if (off > tolerance && !incomparable.includes(engine.engine)) {
        yield { ...place, engine: engine.engine, version, skipped: `its losses differ by ${off.toExponential(1)}` };
        process.close();
      } else running.push({ process, version, medians: [], least: Infinity });
    } catch (error) {
      yield { ...place, engine: engine.engine, skipped: error instanceof Error ? error.message : String(error) };
      process.close();
    }
  }
  for (let round = 0; round < ROUNDS; round++)
    for (const engine of running) {
      const { ms } = await engine.process.time(SECONDS, 1);
      engine.medians.push(median(ms));
      engine.least = Math.min(engine.least, ...ms);
    }
  for (const { process } of running) process.close();
  yield* rowsOf(
    place,
    cell,
    running.map(({ process, ...rest }) => ({ engine: process.engine, ...rest })),
  );
}

function* rowsOf(
  place: Row,
  { B, T }: Cell,
  measured: readonly { engine: string; version: string; medians: readonly number[]; least: number }[],
): Iterable<Row> {
  const ours = measured.filter(({ engine }) => engine.startsWith('unroll')).map(({ medians }) => median(medians));
  for (const { engine, version, medians, least } of measured) {
    const ms = median(medians);
    const speed = { ms: round(ms), least: round(least), tokensPerSecond: Math.round((B * T * 1000) / ms), version };
    const ratio = engine.startsWith('unroll') ? {} : { ratio: round(ms / Math.min(...ours)) };
    yield { ...place, engine, ...speed, ...ratio };
  }
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** To four digits. */
export function round(value: number): number {
  return Number(value.toPrecision(4));
}
