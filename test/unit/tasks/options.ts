import assert from 'node:assert/strict';
import { languageModel } from '../../../src/tasks/languageModel';
import type { PreparedTask, TaskOptions } from '../../../src/tasks/task';

export const OPTIONS: TaskOptions = {
  tokenizer: 'character',
  maxVocabulary: 20_000,
  sequenceLength: 8,
  batchSize: 4,
  carryState: true,
  validationFraction: 0.1,
  bidirectional: false,
  seed: 1,
};

/** The text made ready by the language model; fails the test when it cannot be. */
export function prepared(text: string, options: Partial<TaskOptions> = {}): PreparedTask {
  const task = languageModel.prepare(text, { ...OPTIONS, ...options });
  if ('problem' in task) assert.fail(task.problem);
  return task;
}

/** Why the language model refuses the text; fails the test when it does not. */
export function problem(text: string, options: Partial<TaskOptions> = {}): string {
  const task = languageModel.prepare(text, { ...OPTIONS, ...options });
  if (!('problem' in task)) assert.fail('The text was accepted.');
  return task.problem;
}

/** `length` characters of which no two are the same. */
export function distinct(length: number): string {
  return Array.from({ length }, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
}
