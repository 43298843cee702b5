/** Composes the parts of the extension; the entry points give the platform. */
import * as vscode from 'vscode';
import { createActions } from './host/actions';
import type { Extension } from './host/api';
import { createApi } from './host/createApi';
import { registerCommands } from './host/commands';
import { createContextKeys } from './host/contextKeys';
import { EditorLink } from './host/editorLink';
import { createInspectorView } from './host/inspectorView';
import { Launcher } from './host/launcher';
import { Panel } from './host/panel';
import type { Platform } from './host/platform';
import { Problems } from './host/problems';
import { registerFailureMessages } from './host/failures';
import { registerPanelSerializer } from './host/restore';
import { Runs } from './host/runs';
import { RunStore } from './host/runStore';
import { createRunsView } from './host/runsView';
import { registerSentiment } from './host/sentiment/registerSentiment';
import { createStatusBar } from './host/statusBar';
import { Study } from './host/study';
import { TextSource } from './host/textSource';
import { Tracking } from './host/tracking';
import { Training } from './host/training';

export type { Extension } from './host/api';

/** Resolves what is still to be written when the window closes. */
let flush: () => Promise<void> = () => Promise.resolve();

export function activateOn(context: vscode.ExtensionContext, platform: Platform): Extension {
  const { extensionUri } = context;
  const log = vscode.window.createOutputChannel('Unroll', { log: true });
  const problems = new Problems(log);
  const runs = new Runs();
  const store = new RunStore(context, runs, log);
  const training = new Training(platform, extensionUri, runs, store, log);
  const tracking = new Tracking(runs, store);
  const editorLink = new EditorLink(runs, tracking);
  const study = new Study(runs, async (run, key, column) => (await training.open(run)).inspect(key, column));
  const launcher = new Launcher(runs, store, tracking, training);
  const actions = createActions({ runs, training, store, restart: (run, rate) => launcher.restart(run, rate) });
  const panel = new Panel(extensionUri, {
    runs,
    training,
    tracking,
    editorLink,
    study,
    actions,
    problems,
    log,
  });
  const source = new TextSource();
  const sentiment = registerSentiment({ context, platform, source, problems, log });
  const warm = () => void problems.guard(() => training.warm());
  const loaded = store.load().catch((error: unknown) => log.error(`Stored runs could not be listed. ${String(error)}`));
  flush = () => store.idle();

  context.subscriptions.push(
    registerCommands({
      runs,
      actions,
      launcher,
      panel,
      training,
      source,
      problems,
      log,
      loaded,
      warm,
      useReader: sentiment.useReader,
    }),
    registerPanelSerializer({ runs, training, panel, problems, log, loaded }),
    registerFailureMessages({ training, actions, problems }),
    createRunsView(runs),
    createInspectorView(extensionUri, study, log),
    createStatusBar(runs),
    createContextKeys(runs),
    editorLink.onDidSelect(({ run, range }) => {
      if (range) study.moveTo(run, range[0]);
    }),
    ...[sentiment, panel, source, study, editorLink, tracking, training, store, runs, log],
  );
  return createApi({ runs, training, launcher, sentiment: sentiment.api });
}

export function deactivate(): Promise<void> {
  return flush();
}
