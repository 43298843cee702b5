/** Brings the panel back after a reload of the window, with its run and, where it trained, with its training. */
import * as vscode from 'vscode';
import { PANEL_TYPE } from './panel';
import type { Panel } from './panel';
import type { Problems } from './problems';
import { countText } from './runWords';
import type { Run } from './run';
import type { Runs } from './runs';
import type { Training } from './training';

export interface RestoreParts {
  readonly runs: Runs;
  readonly training: Training;
  readonly panel: Panel;
  readonly problems: Problems;
  readonly log: vscode.LogOutputChannel;
  /** Resolves when the stored runs are listed. */
  readonly loaded: Promise<void>;
}

export function registerPanelSerializer(parts: RestoreParts): vscode.Disposable {
  const { runs, panel, problems, loaded } = parts;
  return vscode.window.registerWebviewPanelSerializer(PANEL_TYPE, {
    async deserializeWebviewPanel(restored, state: unknown) {
      await loaded;
      const run = runs.get(runOf(state) ?? '') ?? runs.all.find(({ interrupted }) => interrupted) ?? null;
      runs.activate(run ?? runs.all[0] ?? null);
      panel.attach(restored);
      if (run?.interrupted) await problems.guard(() => resume(run, parts));
    },
  });
}

/** Trains on from the last checkpoint, and says so. */
async function resume(run: Run, { training, log }: RestoreParts): Promise<void> {
  await training.open(run);
  const said = vscode.l10n.t('“{0}” goes on from step {1}, its last checkpoint.', run.name, countText(run.step));
  log.info(said);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Unroll: {0}', said), 10_000);
  await training.start(run);
}

/** The run in what the panel's page saved; null when it is not of this version. */
function runOf(state: unknown): string | null {
  if (typeof state !== 'object' || state === null) return null;
  const { version, run } = state as { readonly version?: unknown; readonly run?: unknown };
  return version === 1 && typeof run === 'string' ? run : null;
}
