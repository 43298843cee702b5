/** The settings of a run: what they are when nobody says, and which values make sense. */
import type { CellName, OptimizerName, RunConfig } from '../protocol/run';

export const DEFAULT_CONFIG: RunConfig = {
  task: 'languageModel',
  cell: 'lstm',
  hiddenSize: 64,
  layers: 1,
  embeddingSize: 32,
  sequenceLength: 64,
  batchSize: 16,
  learningRate: 0.005,
  optimizer: 'adam',
  clipNorm: 5,
  momentum: 0,
  schedule: 'cosine',
  scheduleSteps: 10_000,
  scheduleFactor: 0.1,
  warmupSteps: 0,
  accumulate: 1,
  dropout: 0,
  tied: false,
  bidirectional: false,
  seed: 1,
  carryState: true,
  truncation: 0,
  tokenizer: 'character',
  maxVocabulary: 10_000,
  maxSteps: 3000,
  patience: 20,
  validationFraction: 0.1,
};

const CELL_NAMES: readonly CellName[] = ['rnn_tanh', 'rnn_relu', 'lstm', 'gru', 'gru_reset_before'];
const OPTIMIZER_NAMES: readonly OptimizerName[] = ['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw'];

type NumberKey = { [K in keyof RunConfig]: RunConfig[K] extends number ? K : never }[keyof RunConfig];

interface Range {
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

const whole = (label: string, min: number, max: number): Range => ({ label, min, max, whole: true });
const real = (label: string, min: number, max: number): Range => ({ label, min, max, whole: false });

/** Range of every number. A learning rate may be far too high: the run then shows what that does, and says so. */
const RANGES: Readonly<Record<NumberKey, Range>> = {
  hiddenSize: whole('hidden size', 1, 4096),
  layers: whole('number of layers', 1, 4),
  embeddingSize: whole('embedding size', 1, 4096),
  sequenceLength: whole('sequence length', 1, 1024),
  batchSize: whole('batch size', 1, 1024),
  learningRate: real('learning rate', Number.MIN_VALUE, 1e9),
  clipNorm: real('gradient norm to clip at', 0, 1e9),
  momentum: real('momentum', 0, 1),
  scheduleSteps: whole('number of steps of the schedule', 1, 10_000_000),
  scheduleFactor: real('factor of the schedule', Number.MIN_VALUE, 1),
  warmupSteps: whole('number of warm-up steps', 0, 10_000_000),
  accumulate: whole('number of batches in a step', 1, 1024),
  dropout: real('dropout', 0, 0.95),
  seed: whole('seed', Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  truncation: whole('truncation', 0, 1024),
  maxVocabulary: whole('largest vocabulary', 2, 50_000),
  maxSteps: whole('largest number of steps', 1, 10_000_000),
  patience: whole('patience', 0, 1_000_000),
  validationFraction: real('share of the text kept for validation', 0, 0.5),
};

/**
 * What is wrong with these settings, in words for the user with the allowed values; null when nothing is. The task is
 * checked where it is looked up: its table would bring every tokeniser into the host.
 */
export function checkSettings(config: RunConfig): string | null {
  for (const [key, range] of Object.entries(RANGES) as [NumberKey, Range][]) {
    const problem = checkNumber(config[key], range);
    if (problem) return problem;
  }
  return (
    checkChoice('cell', config.cell, CELL_NAMES) ??
    checkChoice('optimizer', config.optimizer, OPTIMIZER_NAMES) ??
    checkChoice('schedule', config.schedule, ['constant', 'cosine', 'step']) ??
    checkChoice('tokenizer', config.tokenizer, ['character', 'word'])
  );
}

function checkNumber(value: number, { label, min, max, whole: mustBeWhole }: Range): string | null {
  const fits = Number.isFinite(value) && value >= min && value <= max && (!mustBeWhole || Number.isInteger(value));
  if (fits) return null;
  const kind = mustBeWhole ? 'a whole number' : 'a number';
  const least = min === Number.MIN_VALUE ? 'above 0' : `from ${min.toLocaleString('en')}`;
  return `The ${label} must be ${kind} ${least} to ${max.toLocaleString('en')}, not ${String(value)}. Change it in the settings and train again.`;
}

function checkChoice(label: string, value: string, choices: readonly string[]): string | null {
  return choices.includes(value) ? null : `The ${label} must be one of ${choices.join(', ')}, not "${value}".`;
}
