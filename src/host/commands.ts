/** The commands of package.json. Those on a run take it from the Runs view, else the one on show. */
import * as vscode from 'vscode';
import type { RunAction } from '../protocol/messages';
import type { RunConfig } from '../protocol/run';
import type { Actions } from './actions';
import type { Launcher } from './launcher';
import type { Panel } from './panel';
import { Problem, openSetting } from './problems';
import type { Problems } from './problems';
import { Run } from './run';
import type { Runs } from './runs';
import { useAsSentimentModel, type UseReader } from './sentimentModel';
import { configFromSettings } from './settings';
import type { PickedText, TextSource } from './textSource';
import type { Training } from './training';

/** Commands that are an action on a run. */
const RUN_COMMANDS: Readonly<Record<string, RunAction>> = {
  'unroll.pauseTraining': 'pause',
  'unroll.resumeTraining': 'start',
  'unroll.continueRun': 'start',
  'unroll.step': 'step',
  'unroll.stop': 'stop',
  'unroll.reset': 'reset',
  'unroll.lowerRate': 'lowerRate',
  'unroll.renameRun': 'rename',
  'unroll.saveRun': 'save',
  'unroll.deleteRun': 'delete',
};

export interface CommandParts {
  readonly runs: Runs;
  readonly actions: Actions;
  readonly launcher: Launcher;
  readonly panel: Panel;
  readonly training: Training;
  readonly source: TextSource;
  readonly problems: Problems;
  readonly log: vscode.LogOutputChannel;
  /** Resolves when the stored runs are listed. */
  readonly loaded: Promise<void>;
  /** Starts a worker while the text is being read. */
  warm(): void;
  readonly useReader: UseReader;
}

export function registerCommands(parts: CommandParts): vscode.Disposable {
  const { runs, actions, panel, source, problems, log } = parts;
  const register = (id: string, work: (...args: unknown[]) => unknown) =>
    vscode.commands.registerCommand(id, (...args: unknown[]) => problems.guard(async () => work(...args)));
  return vscode.Disposable.from(
    register('unroll.trainOnSelection', () => train(parts, () => source.selection())),
    register('unroll.trainOnFile', () => train(parts, () => source.file())),
    register('unroll.trainClassifier', () => train(parts, () => source.file(), 'classification')),
    register('unroll.useAsSentimentModel', (target) =>
      useAsSentimentModel(runOf(target, runs), parts.training, parts.useReader),
    ),
    register('unroll.openPanel', async () => {
      await parts.loaded;
      runs.activate(runs.active ?? runs.all[0] ?? null);
      panel.show();
    }),
    register('unroll.showLog', () => log.show(true)),
    register('unroll.showRun', (run) => {
      if (run instanceof Run) runs.activate(run);
      panel.show();
    }),
    ...Object.entries(RUN_COMMANDS).map(([id, action]) =>
      register(id, (target) => actions[action](runOf(target, runs))),
    ),
  );
}

/** The run a command was called on in the Runs view, else the one on show. */
function runOf(target: unknown, runs: Runs): Run {
  const run = target instanceof Run ? target : runs.active;
  if (run === null) throw new Problem(vscode.l10n.t('There is no run yet. Select text and train on it first.'));
  return run;
}

async function train(
  { launcher, panel, problems, warm }: CommandParts,
  pick: () => Promise<PickedText>,
  task: RunConfig['task'] = 'languageModel',
): Promise<void> {
  warm();
  const picked = await pick();
  const settings = vscode.workspace.getConfiguration('unroll', picked.document ?? undefined);
  const checked = configFromSettings((setting) => settings.get(setting));
  if ('problem' in checked) {
    throw new Problem(checked.problem, checked.setting === null ? [] : [openSetting(checked.setting)]);
  }
  panel.show();
  await launcher.begin({ ...picked, config: { ...checked.config, task }, show: true });
  if (picked.notice !== null) problems.warn(picked.notice);
}
