/** Begins runs: from a text and settings to a run that trains. */
import * as vscode from 'vscode';
import type { RunConfig } from '../protocol/run';
import type { Snapshot } from '../text/snapshot';
import { Problem } from './problems';
import { Run } from './run';
import type { RunText } from './run';
import type { Runs } from './runs';
import type { RunStore } from './runStore';
import { uniqueName } from './runWords';
import type { Tracking } from './tracking';
import type { Training } from './training';

/** What a run begins with. */
export interface Beginning {
  readonly snapshot: Snapshot;
  readonly label: string;
  readonly document: vscode.Uri | null;
  readonly config: RunConfig;
  /** Puts the run on show, whatever was there. */
  readonly show: boolean;
  /** The state it goes on from; from step 0 without. */
  readonly checkpoint?: Uint8Array;
}

export class Launcher {
  constructor(
    private readonly runs: Runs,
    private readonly store: RunStore,
    private readonly tracking: Tracking,
    private readonly training: Training,
  ) {}

  /**
   * Lists the run, shows it unless another is to stay on show, makes it ready and starts it. A text or settings that cannot be trained on leave no run
   * behind: a `Problem` says why and what to change.
   */
  async begin({ snapshot, label, document, config, show, checkpoint }: Beginning): Promise<Run> {
    const text: RunText = { label, document, pieces: snapshot.pieces };
    const names = this.runs.all.map(({ name }) => name);
    const run = new Run(crypto.randomUUID(), uniqueName(label, names), config, text);
    this.tracking.begin(run, snapshot.text);
    this.runs.add(run);
    this.store.add(run, snapshot.text);
    if (checkpoint) this.store.offerCheckpoint(run, checkpoint);
    if (show || this.runs.active === null) this.runs.activate(run);
    try {
      await this.training.start(run);
    } catch (error) {
      const unprepared = run.info === null;
      if (unprepared) this.runs.remove(run);
      throw unprepared ? refusal(error, run.reason?.code === 'tooLarge') : error;
    }
    void this.store.enforceLimits(run);
    return run;
  }

  /** A new run from the state of another at one of its steps, with other settings where `changes` names some. */
  async branch(run: Run, step: number, changes: Partial<RunConfig>): Promise<Run> {
    const { config, checkpoint } = await (await this.training.open(run)).ask('branch', { step, changes });
    const text = await this.store.text(run);
    const { label, document, pieces } = run.text;
    const from = vscode.l10n.t('{0}, from step {1}', label, step);
    return this.begin({ snapshot: { text, pieces }, label: from, document, config, show: false, checkpoint });
  }

  /** A new run on the text of another, with another learning rate. The old one stays, to compare with. */
  async restart(run: Run, learningRate: number): Promise<void> {
    const text = await this.store.text(run);
    const { label, document, pieces } = run.text;
    await this.begin({
      snapshot: { text, pieces },
      label,
      document,
      config: { ...run.config, learningRate },
      show: true,
    });
  }
}

/** Why a run could not be made ready. What is too large becomes smaller in the settings; the rest is a matter of text. */
function refusal(error: unknown, tooLarge: boolean): unknown {
  if (!(error instanceof Error) || error instanceof vscode.CancellationError) return error;
  const openSettings = {
    title: vscode.l10n.t('Open Settings'),
    run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'unroll.'),
  };
  return new Problem(error.message, tooLarge ? [openSettings] : []);
}
