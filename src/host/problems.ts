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
    const known = error instanceof Problem;
    const message = error instanceof Error ? error.message : String(error);
    this.log.error(error instanceof Error && !known ? error : message);
    const showLog = { title: vscode.l10n.t('Show Log'), run: () => this.log.show() };
    ask(vscode.window.showErrorMessage, message, known ? error.steps : [showLog]);
  }

  /** The same for what needs attention but did no harm. */
  warn(message: string): void {
    this.log.warn(message);
    ask(vscode.window.showWarningMessage, message, []);
  }

  /** Runs a command's work; what it throws is shown. */
  async guard(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.show(error);
    }
  }
}

type ShowMessage = (message: string, ...titles: string[]) => Thenable<string | undefined>;

function ask(show: ShowMessage, message: string, steps: readonly NextStep[]): void {
  void show(vscode.l10n.t('Unroll: {0}', message), ...steps.map(({ title }) => title)).then((chosen) =>
    steps.find(({ title }) => title === chosen)?.run(),
  );
}

/** A button that opens a setting. */
export function openSetting(key: string): NextStep {
  return {
    title: vscode.l10n.t('Open Setting'),
    run: () => vscode.commands.executeCommand('workbench.action.openSettings', `@id:unroll.${key}`),
  };
}
