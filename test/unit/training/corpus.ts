/** A small text with structure, written for these tests, and settings small enough to train in milliseconds. */
import { DEFAULT_CONFIG } from '../../../src/training/config';
import type { CheckpointState } from '../../../src/formats/checkpointState';
import type { RunConfig } from '../../../src/protocol/run';
import { prepareRun } from '../../../src/training/prepare';
import { Trainer } from '../../../src/training/trainer';
import type { TrainerHooks } from '../../../src/training/trainer';

export const TEXT = Array.from({ length: 40 }, (_, i) => `line ${i}: the tide comes in, the tide goes out.\n`).join('');

export const SMALL: RunConfig = {
  ...DEFAULT_CONFIG,
  hiddenSize: 8,
  embeddingSize: 5,
  sequenceLength: 10,
  batchSize: 3,
  maxSteps: 1000,
};

export function makeTrainer(
  config: Partial<RunConfig> = {},
  {
    text = TEXT,
    checkpoint = null,
    ...hooks
  }: Partial<TrainerHooks> & { text?: string; checkpoint?: CheckpointState | null } = {},
): Trainer {
  let clock = 0;
  return new Trainer(prepareRun({ ...SMALL, ...config }, text), checkpoint, {
    cancelled: () => false,
    onPass: () => undefined,
    now: () => (clock += 0.001),
    ...hooks,
  });
}

/** Works until `steps` training steps are done in all, or the run rests. */
export function trainTo(trainer: Trainer, steps: number): Trainer {
  trainer.start();
  while (trainer.phase === 'running' && trainer.step < steps) trainer.work();
  return trainer;
}

/** All parameters as one run of bytes. */
export function parameterBytes(trainer: Trainer): Buffer {
  return Buffer.concat(trainer.engine.readParameters().map(({ data }) => Buffer.from(data.slice().buffer)));
}
