/** Every task Unroll knows. A new one is a file and a line here. */
import { classification } from './classification';
import { languageModel } from './languageModel';
import type { Task } from './task';

const TASKS: readonly Task[] = [languageModel, classification];

/** The task of that id, or undefined. */
export function taskById(id: string): Task | undefined {
  return TASKS.find((task) => task.id === id);
}
