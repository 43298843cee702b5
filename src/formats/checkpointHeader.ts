import * as z from 'zod/mini';
import type { RunConfig } from '../protocol/run';

const count = z.int().check(z.nonnegative());
const size = z.int().check(z.positive());
const finite = z.number();

/** The settings as a file may give them: right in kind. Whether they make sense together is the run's to say. */
const config = z.object({
  task: z.string(),
  cell: z.enum(['rnn_tanh', 'rnn_relu', 'lstm', 'gru', 'gru_reset_before']),
  hiddenSize: size,
  layers: size.check(z.maximum(4)),
  embeddingSize: size,
  sequenceLength: size,
  batchSize: size,
  learningRate: finite,
  optimizer: z.enum(['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw']),
  clipNorm: finite,
  // Files from before these settings existed were trained without them.
  momentum: z._default(finite, 0),
  schedule: z._default(z.enum(['constant', 'cosine', 'step']), 'constant'),
  scheduleSteps: z._default(size, 1000),
  scheduleFactor: z._default(finite, 0.1),
  warmupSteps: z._default(count, 0),
  accumulate: z._default(size, 1),
  dropout: z._default(finite, 0),
  tied: z._default(z.boolean(), false),
  bidirectional: z._default(z.boolean(), false),
  seed: z.int(),
  carryState: z.boolean(),
  truncation: count,
  tokenizer: z.enum(['character', 'word']),
  maxVocabulary: size,
  maxSteps: size,
  patience: count,
  validationFraction: finite,
} satisfies Record<keyof RunConfig, z.ZodMiniType>);

/** The part of a checkpoint that is no tensor: JSON in the file's metadata. All numbers finite, else JSON drops them. */
export const checkpointHeader = z.object({
  config,
  step: count,
  cursor: count,
  optimizerStep: count,
  best: z.nullable(z.object({ loss: finite, step: count })),
  validationsWithoutImprovement: count,
  elapsedSeconds: finite.check(z.nonnegative()),
});
export type CheckpointHeader = z.infer<typeof checkpointHeader>;
