import { existsSync, readFileSync } from 'node:fs';
import { SCALARS } from '../src/protocol/run';
import { DEFAULT_CONFIG } from '../src/training/config';
import { prepareRun } from '../src/training/prepare';
import { Trainer } from '../src/training/trainer';
import type { Row } from './row';

/** Validation loss over wall-clock time on a real text, one thread, with the default settings but for `changes`. */
export function* benchLearning(
  file: string,
  seconds: number,
  changes: Readonly<Record<string, string | number>>,
): Iterable<Row> {
  if (!existsSync(file)) {
    yield { skipped: `no such text: ${file} (give one with --text)` };
    return;
  }
  const config = { ...DEFAULT_CONFIG, ...changes, maxSteps: 10_000_000, patience: 0 };
  const prepared = prepareRun(config, readFileSync(file, 'utf8'));
  const started = performance.now();
  const now = (): number => (performance.now() - started) / 1000;
  const trainer = new Trainer(prepared, null, { cancelled: () => now() > seconds, onPass: () => undefined, now });
  trainer.start();
  let next = seconds / 6;
  while (trainer.work()) {
    if (now() < next) continue;
    next += seconds / 6;
    yield report(trainer, now(), config);
  }
  yield report(trainer, now(), config);
}

function report(trainer: Trainer, elapsed: number, config: typeof DEFAULT_CONFIG): Row {
  const scalars = trainer.scalars();
  const value = (name: (typeof SCALARS)[number]): number => scalars[SCALARS.indexOf(name)]!;
  return {
    cell: config.cell,
    H: config.hiddenSize,
    B: config.batchSize,
    T: config.sequenceLength,
    engine: 'simd',
    seconds: Math.round(elapsed),
    steps: value('step'),
    trainLoss: value('trainLoss'),
    validationLoss: value('validationLoss'),
    tokensPerSecond: Math.round(value('tokensPerSecond')),
  };
}
