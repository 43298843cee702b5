/** Errors as the user meets them: once, in words, with a button for the next step. */
import * as vscode from 'vscode';

/** Something that went wrong, in words that end with what the user can do. */
export class Problem extends Error {
  constructor(
    message: string,
    readonly steps: readonly NextStep[] = [],
  ) {
    super(message);
  }
}

/** A button under a message. */
export interface NextStep {
  readonly title: string;
  run(): unknown;
}

export class Problems {
  constructor(private readonly log: vscode.LogOutputChannel) {}

  /** Shows the error and carries out the step that the user chooses. Cancellations are silent. */
  show(error: unknown): void {
    if (error instanceof vscode.CancellationError) return;
    const message = error instanceof Error ? error.message : String(error);
    this.log.error(error instanceof Error && !(error instanceof Problem) ? error : message);
    const steps: readonly NextStep[] = error instanceof Problem ? error.steps : [this.showLog()];
    void vscode.window
      .showErrorMessage(vscode.l10n.t('Unroll: {0}', message), ...steps.map(({ title }) => title))
      .then((chosen) => steps.find(({ title }) => title === chosen)?.run());
  }

  /** The same for what needs attention but did no harm. */
  warn(message: string, steps: readonly NextStep[] = []): void {
    this.log.warn(message);
    void vscode.window
      .showWarningMessage(vscode.l10n.t('Unroll: {0}', message), ...steps.map(({ title }) => title))
      .then((chosen) => steps.find(({ title }) => title === chosen)?.run());
  }

  /** Runs a command's work; what it throws is shown. */
  async guard(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.show(error);
    }
  }

  private showLog(): NextStep {
    return { title: vscode.l10n.t('Show Log'), run: () => this.log.show() };
  }
}

/** A button that opens a setting. */
export function openSetting(key: string): NextStep {
  return {
    title: vscode.l10n.t('Open Setting'),
    run: () => vscode.commands.executeCommand('workbench.action.openSettings', `@id:unroll.${key}`),
  };
}
