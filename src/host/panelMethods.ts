/** What the panel's page may ask, carried out. Everything here has passed its guard. */
import * as vscode from 'vscode';
import type { PanelMethods } from '../protocol/messages';
import type { Actions } from './actions';
import type { EditorLink } from './editorLink';
import type { Problems } from './problems';
import type { Run } from './run';
import type { Runs } from './runs';
import type { Study } from './study';
import type { Tracking } from './tracking';
import type { Training } from './training';

/** What the panel works on. */
export interface PanelParts {
  readonly runs: Runs;
  readonly training: Training;
  readonly tracking: Tracking;
  readonly editorLink: EditorLink;
  readonly study: Study;
  readonly actions: Actions;
  readonly problems: Problems;
  readonly log: vscode.LogOutputChannel;
}

export function createPanelMethods(parts: PanelParts, ready: PanelMethods['ready']): PanelMethods {
  const { runs, training, editorLink, study, actions, problems } = parts;
  /** The page may be a message behind: a run that is gone is no error. */
  const on = (id: string, act: (run: Run) => void) => {
    const run = runs.get(id);
    if (run !== null) act(run);
  };
  const live = async (id: string) => {
    const run = runs.get(id);
    if (run === null) throw new Error(vscode.l10n.t('This run was deleted.'));
    return { run, training: await training.open(run) };
  };
  return {
    ready,
    subscribe: ({ run: id, subscription }) =>
      on(id, (run) => {
        training.watch(run, 'panel', subscription);
        const visible = subscription?.kind === 'probe' ? editorLink.visibleTokens(run) : null;
        if (visible) training.probe(run, ...visible);
      }),
    acknowledge: ({ run: id, number }) => on(id, (run) => training.acknowledge(run, number)),
    act: ({ run: id, action }) => on(id, (run) => void problems.guard(() => actions[action](run))),
    show: ({ run: id }) => on(id, (run) => runs.activate(run)),
    probe: ({ run: id, from, to }) => on(id, (run) => training.probe(run, from, to)),
    reveal: ({ run: id, from, to }) => on(id, (run) => void problems.guard(() => editorLink.reveal(run, from, to))),
    inspect: (target) => study.set(target),
    fetch: async ({ key, tensor, from, to }) => (await live(key.run)).training.fetch(key, tensor, from, to),
    async sample({ run: id, length, temperature, seed }) {
      const { run, training: ready } = await live(id);
      run.sample = await ready.ask('sample', { length, temperature, seed });
      return run.sample;
    },
    command: ({ command }) => void vscode.commands.executeCommand(command),
  };
}
