/** The Inspector view in the Activity Bar: one timestep in numbers. */
import * as vscode from 'vscode';
import { inspectorGuards } from '../protocol/guards';
import { createLink } from '../protocol/link';
import type { InspectorEvents, InspectorMethods } from '../protocol/messages';
import type { Study } from './study';
import { webviewPage, webviewPort, webviewRoot } from './webviewPage';

export function createInspectorView(
  extensionUri: vscode.Uri,
  study: Study,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return vscode.window.registerWebviewViewProvider('unroll.inspector', {
    resolveWebviewView(view) {
      view.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(extensionUri)] };
      const send = () => {
        if (!view.visible) return;
        const { current } = study;
        link.notify.inspection({
          inspection: current?.inspection ?? null,
          name: current?.run.name ?? '',
          kind: current?.inspection.key.kind ?? null,
          unit: current?.run.summary.unit ?? 'token',
        });
      };
      const methods: InspectorMethods = { ready: send, move: ({ by }) => study.move(by) };
      const link = createLink<InspectorMethods, InspectorEvents>(webviewPort(view.webview), methods, {
        guards: inspectorGuards,
        onProblem: (problem) => log.warn(`Inspector: ${problem}`),
      });
      const listeners = vscode.Disposable.from(study.onDidChange(send), view.onDidChangeVisibility(send));
      view.onDidDispose(() => {
        listeners.dispose();
        link.dispose();
      });
      view.webview.html = webviewPage(view.webview, extensionUri, 'inspector', vscode.l10n.t('Inspector'));
    },
  });
}
