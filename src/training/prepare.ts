/** From settings and a text to everything a run is made of. */
import { CELLS } from '../engine/cells/table';
import { createEngine, type EngineBuild } from '../engine/createEngine';
import { EMBEDDING } from '../engine/parameters';
import type { Schedule } from '../engine/schedule';
import type { Engine, EngineOptions, EngineSizes, ModelShape, NamedArray } from '../engine/types';
import type { RunConfig, RunInfo } from '../protocol/run';
import { taskById } from '../tasks/table';
import type { PreparedTask } from '../tasks/task';
import { checkSettings } from './config';
import { describeTooLarge, estimateBytes } from './memory';
import { RunFailed } from './runFailed';

/** Longest probe window in timesteps, and most logits it may hold. */
const PROBE_STEPS = 1024;
const PROBE_LOGITS = 1 << 22;
/** Of the engine's own first vectors. */
const WORD_SCALE = 0.1;

/** A run made ready: its text as batches, and the model that is trained on them. */
export interface PreparedRun {
  readonly config: RunConfig;
  readonly task: PreparedTask;
  /** Where in the text step 1 reads. */
  readonly startCursor: number;
  /** A new model with its initial parameters; the same bits each time. */
  createEngine(): Engine;
}

/** Throws a `RunFailed` with words when the text or the settings cannot be trained on. `build`: how engines are made. */
export function prepareRun(config: RunConfig, text: string, build: EngineBuild = {}): PreparedRun {
  const problem = checkSettings(config);
  if (problem !== null) throw new RunFailed('badInput', problem);
  const row = taskById(config.task);
  if (!row) throw new RunFailed('badInput', `There is no task "${config.task}".`);
  const task = row.prepare(text, config);
  if ('problem' in task) throw new RunFailed('badInput', task.problem);
  // Labels are no tokens: only a model that predicts tokens has one matrix for those that come in and go out.
  const tied = config.tied && task.labels === null;
  const shape: ModelShape = {
    cell: config.cell,
    vocabularySize: task.vocabulary.length,
    outputSize: task.outputSize,
    embeddingSize: tied ? config.hiddenSize : config.embeddingSize,
    hiddenSize: config.hiddenSize,
    layers: config.layers,
    dropout: config.dropout,
    tied,
    ...task.shape,
  };
  const sizes = engineSizes(task);
  const tooLarge = describeTooLarge(estimateBytes(shape, sizes));
  if (tooLarge !== null) throw new RunFailed('tooLarge', tooLarge);
  const { seed, optimizer, learningRate, momentum } = config;
  const schedule = scheduleOf(config);
  const options = { shape, sizes, seed, optimizer, learningRate, momentum, schedule, precision: 'float32' } as const;
  return {
    config,
    task,
    startCursor: task.training.save(),
    createEngine: () => beginning(allocateEngine(options, build), task),
  };
}

function scheduleOf({ schedule, scheduleSteps, scheduleFactor, warmupSteps: warmup }: RunConfig): Schedule {
  switch (schedule) {
    case 'constant':
      return { kind: 'constant', warmup };
    case 'cosine':
      return { kind: 'cosine', warmup, steps: scheduleSteps, floor: scheduleFactor };
    case 'step':
      return { kind: 'step', warmup, every: scheduleSteps, factor: scheduleFactor };
  }
}

/** Room for the largest batch of the task, and for a probe as long as its logits allow. */
function engineSizes({ training, validation, outputSize }: PreparedTask): EngineSizes {
  const steps = Math.max(training.steps, ...validation.map((batch) => batch.steps));
  const rows = Math.max(training.rows, ...validation.map((batch) => batch.rows));
  return { steps, rows, probeSteps: Math.max(steps, Math.min(PROBE_STEPS, Math.floor(PROBE_LOGITS / outputSize))) };
}

function allocateEngine(options: EngineOptions, build: EngineBuild): Engine {
  try {
    return createEngine(options, build);
  } catch (cause) {
    const megabytes = Math.ceil(estimateBytes(options.shape, options.sizes) / (1 << 20));
    throw new RunFailed(
      'tooLarge',
      `The model could not be made (${String(cause)}); it needs about ${megabytes} MB of memory. ` +
        'Choose a smaller model, or close other runs.',
      { cause },
    );
  }
}

/**
 * Word vectors of a model that answers for whole texts begin near zero: most words of a few texts are rare, and large
 * random vectors would be learned by heart.
 */
function beginning(engine: Engine, { labels }: PreparedTask): Engine {
  if (!labels) return engine;
  const small = (array: NamedArray) => ({
    ...array,
    data: Float32Array.from(array.data, (value) => value * WORD_SCALE),
  });
  engine.writeParameters(engine.readParameters().map((array) => (array.name === EMBEDDING ? small(array) : array)));
  return engine;
}

/** The facts about a run that do not change. All arrays are copies, fit to be transferred. */
export function describeRun(run: string, { config, task }: PreparedRun, engine: Engine): RunInfo {
  const { shape, parameterCount } = engine;
  const count = (value: number, noun: string) => `${value.toLocaleString('en')} ${noun}${value === 1 ? '' : 's'}`;
  const modelLine = [
    `${shape.bidirectional ? 'bidirectional ' : ''}${CELLS[shape.cell].label}`,
    `${shape.bidirectional ? '2 × ' : ''}${count(shape.hiddenSize, 'unit')}`,
    count(shape.layers, 'layer'),
    count(parameterCount, 'parameter'),
    ...(task.labels ? [count(task.labels.length, 'label')] : []),
  ].join(' · ');
  return {
    run,
    config,
    modelLine,
    parameterCount,
    vocabulary: task.vocabulary,
    labels: task.labels ?? [],
    tokenCount: task.tokens.length,
    trainTokens: task.trainTokens,
    epochBatches: task.training.batches,
    tokenStarts: task.starts.slice(),
    tokenEnds: task.ends.slice(),
    characterCount: task.characterCount,
    schema: { tensors: engine.schema(engine.sizes.steps), wiring: engine.wiring },
    notices: task.notices,
  };
}
