/** The extension under test, as another extension would use it. */
import * as vscode from 'vscode';
import type { Extension, UnrollApi, UnrollRun } from '../../../src/host/api';
import type { RunConfig } from '../../../src/protocol/run';
import { ok, until } from './expect';

export function extension(): vscode.Extension<Extension> {
  const found = vscode.extensions.getExtension<Extension>('unroll.unroll');
  ok(found, 'The extension is not installed.');
  return found;
}

export async function api(): Promise<UnrollApi> {
  return (await extension().activate()).getAPI(1);
}

/** Enough text for every default: about 20 000 characters in which much can be predicted. */
export const TEXT = Array.from(
  { length: 400 },
  (_, line) => `Line ${line % 7} of the river runs down to the sea, and the sea is not full.\n`,
).join('');

/** A model that trains in milliseconds a step. */
export const SMALL: Partial<RunConfig> = { cell: 'gru', hiddenSize: 16, sequenceLength: 24, batchSize: 4, seed: 7 };

/** Trains on the text while `work` runs, and deletes the run whatever happens. */
export async function withRun(
  work: (run: UnrollRun) => Promise<void>,
  options: Partial<RunConfig> = {},
  text = TEXT,
): Promise<void> {
  const run = await (await api()).train(text, { ...SMALL, ...options });
  try {
    await work(run);
  } finally {
    run.dispose();
  }
}

/** Waits until the run has finished that step. */
export async function reached(run: UnrollRun, step: number): Promise<void> {
  await until(() => run.step >= step || run.phase === 'failed', `step ${step}`, 40_000);
  ok(run.phase !== 'failed', `The run failed: ${run.reason?.message}`);
}

/** Fails unless the training is refused with a sentence. */
export async function refused(training: Promise<UnrollRun>, what: string): Promise<void> {
  const outcome = await training.catch((error: unknown) => error);
  if (!(outcome instanceof Error)) (outcome as UnrollRun).dispose();
  ok(outcome instanceof Error, `${what} was accepted`);
  ok(/^[A-Z0-9].{15,}[.?!]$/s.test(outcome.message), `${what}: “${outcome.message}” is no sentence`);
}

/** Settings of the user (after `unroll.`) as given while `work` runs. */
export async function withSettings(
  values: Readonly<Record<string, unknown>>,
  work: () => Thenable<unknown>,
): Promise<void> {
  const settings = vscode.workspace.getConfiguration('unroll');
  const set = async (value: (name: string) => unknown) => {
    for (const name of Object.keys(values)) await settings.update(name, value(name), vscode.ConfigurationTarget.Global);
  };
  await set((name) => values[name]);
  try {
    await work();
  } finally {
    await set(() => undefined);
  }
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
