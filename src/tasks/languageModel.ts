/** Language model: predict each token from those before it. Aligned many-to-many, every step has a target. */
import { displayToken } from '../text/display';
import { tokenize } from '../text/tokenize';
import { indexTokens, UNKNOWN } from '../text/vocabulary';
import type { IndexedText } from '../text/vocabulary';
import { looksLabelled } from './labelled/labelled';
import { count, describeUnreadable } from './readable';
import { FEWEST_VALIDATION_TOKENS, trainingTokens } from './split';
import { nextTokenBatch, trainingStreams, validationStreams } from './streams';
import type { PreparedTask, Task, TaskOptions, TaskProblem } from './task';

/** Most targets of one validation: enough for a loss good to about 0.02 nats, and a fraction of a second to compute. */
const VALIDATION_TARGETS = 8192;

export const languageModel: Task = { id: 'languageModel', label: 'Next token (language model)', prepare };

function prepare(text: string, options: TaskOptions): PreparedTask | TaskProblem {
  const unreadable = describeUnreadable(text);
  if (unreadable !== null) return { problem: unreadable };
  const { boundaries, characterCount } = tokenize(text, options.tokenizer);
  const tokenCount = boundaries.length - 1;
  if (tokenCount < 2) return { problem: describeSingleToken(options) };

  const indexed = indexTokens(text, boundaries, options.maxVocabulary);
  const tokens = indexed.ids;
  const trainTokens = trainingTokens(tokenCount, options.validationFraction);
  const { rows, steps } = fitBatch(trainTokens, options);
  const validation =
    trainTokens < tokenCount ? validationStreams(tokens, trainTokens, rows, steps, VALIDATION_TARGETS) : [];
  return {
    vocabulary: indexed.texts.map((token, id) => (id === indexed.unknown ? UNKNOWN : displayToken(token))),
    tokenTexts: indexed.texts,
    outputSize: indexed.texts.length,
    labels: null,
    shape: {},
    tokens,
    starts: boundaries.subarray(0, tokenCount),
    ends: boundaries.subarray(1),
    trainTokens,
    characterCount,
    training: trainingStreams(tokens, trainTokens, rows, steps, options.carryState),
    validation,
    carries: options.carryState,
    span: (from, to) => [from, to],
    window(from, to) {
      const first = clamp(from, 0, tokenCount - 1);
      const last = clamp(to, first + 1, tokenCount);
      return nextTokenBatch(tokens, Int32Array.of(first), last - first);
    },
    notices: [...describeAdaptations(indexed, trainTokens, rows, steps, options), ...describeForm(text)],
  };
}

/** Lowers the rows first, then the timesteps, until one batch fits the text. */
function fitBatch(trainTokens: number, options: TaskOptions): { readonly rows: number; readonly steps: number } {
  const targets = trainTokens - 1;
  const rows = clamp(Math.floor(targets / options.sequenceLength), 1, options.batchSize);
  return { rows, steps: Math.min(options.sequenceLength, targets) };
}

function describeSingleToken(options: TaskOptions): string {
  return options.tokenizer === 'word'
    ? 'This text is a single word; predicting the next one needs at least 2 tokens. Select more text, or set "unroll.text.tokenizer" to "character".'
    : 'This text is a single character; predicting the next one needs at least 2. Select more text.';
}

/** What was adapted to the text and what is shown instead. */
function describeAdaptations(
  indexed: IndexedText,
  trainTokens: number,
  rows: number,
  steps: number,
  options: TaskOptions,
): readonly string[] {
  const tokenCount = indexed.ids.length;
  const notices: string[] = [];
  if (steps < options.sequenceLength) {
    notices.push(
      `The text has ${count(tokenCount)} tokens, fewer than one sequence of ${count(options.sequenceLength)}: each batch is one row of ${count(steps)} timesteps.`,
    );
  } else if (rows < options.batchSize) {
    notices.push(
      `The text has ${count(tokenCount)} tokens, too few for ${count(options.batchSize)} rows of ${count(steps)} timesteps: each batch has ${count(rows)}.`,
    );
  }
  if (trainTokens === tokenCount && options.validationFraction > 0) {
    const needed = Math.ceil(FEWEST_VALIDATION_TOKENS / options.validationFraction);
    notices.push(
      `The text has only ${count(tokenCount)} tokens: all are trained on and only the training loss is shown. Select at least ${count(needed)} tokens for a validation loss.`,
    );
  }
  if (tokenCount - trainTokens > VALIDATION_TARGETS) {
    notices.push(
      `Of ${count(tokenCount - trainTokens)} tokens kept for validation, ${count(VALIDATION_TARGETS)} spread over them give the validation loss.`,
    );
  }
  if (indexed.unknown !== null) {
    const replaced = indexed.ids.reduce((sum, id) => sum + (id === indexed.unknown ? 1 : 0), 0);
    notices.push(
      `The text has more than ${count(options.maxVocabulary)} distinct tokens: the rarest, ${count(replaced)} in all, are read as ${UNKNOWN}.`,
    );
  }
  if (indexed.texts.length === 1) {
    notices.push('Every token of the text is the same: the loss is 0 from the start, there is nothing to learn.');
  }
  return notices;
}

/** A text that asks for another task. */
function describeForm(text: string): readonly string[] {
  return looksLabelled(text)
    ? ['Every line seems to be a text with a label. “Train Classifier on Labelled File” learns to give the labels.']
    : [];
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
