import { SCALARS } from '../src/protocol/run';
import { DEFAULT_CONFIG } from '../src/training/config';
import { prepareRun } from '../src/training/prepare';
import { Trainer } from '../src/training/trainer';
import { startThread } from '../test/unit/engine/threads';
import { megabytes } from './memory';
import type { Row } from './row';

export interface Learning {
  readonly text: string;
  readonly seconds: number;
  readonly threads: 1 | 2;
  /** Settings that differ from the defaults. */
  readonly changes: Readonly<Record<string, string | number>>;
}

/** Validation loss over wall-clock time on a real text, with the default settings but for `changes`. */
export async function* benchLearning({ text, seconds, threads, changes }: Learning): AsyncIterable<Row> {
  const config = { ...DEFAULT_CONFIG, ...changes, maxSteps: 10_000_000, patience: 0 };
  const prepared = prepareRun(config, text, threads === 2 ? { startThread } : {});
  const started = performance.now();
  const now = (): number => (performance.now() - started) / 1000;
  const trainer = new Trainer(prepared, null, { cancelled: () => now() > seconds, onPass: () => undefined, now });
  trainer.start();
  // Five looks on the way, and one at the end.
  let next = seconds / 6;
  while (trainer.work()) {
    // The second thread reports that it has started through the event loop.
    if (trainer.engine.threads < threads) await new Promise(setImmediate);
    if (now() < next) continue;
    next += seconds / 6;
    yield report(trainer, now(), config);
  }
  yield report(trainer, now(), config);
  trainer.engine.dispose();
}

function report(trainer: Trainer, elapsed: number, config: typeof DEFAULT_CONFIG): Row {
  const scalars = trainer.scalars();
  const value = (name: (typeof SCALARS)[number]): number => scalars[SCALARS.indexOf(name)]!;
  return {
    cell: config.cell,
    H: config.hiddenSize,
    B: config.batchSize,
    T: config.sequenceLength,
    engine: trainer.engine.threads === 2 ? 'unroll-2' : 'unroll',
    ms: Math.round(elapsed * 1000),
    seconds: Math.round(elapsed),
    steps: value('step'),
    trainLoss: value('trainLoss'),
    validationLoss: value('validationLoss'),
    bestValidationLoss: Math.min(...trainer.validationCurve.points().losses),
    tokensPerSecond: Math.round(value('tokensPerSecond')),
    rssMB: megabytes(process.memoryUsage().rss),
  };
}
