/** Entry point for the web extension host. */
import { Uri, workspace } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { activateOn } from './extension';
import type { Extension } from './extension';
import { webWorkerStarter } from './training/startWorker.web';

export { deactivate } from './extension';

export function activate(context: ExtensionContext): Extension {
  return activateOn(context, {
    cores: navigator.hardwareConcurrency,
    workerStarter: async (extensionUri) =>
      webWorkerStarter(await workspace.fs.readFile(Uri.joinPath(extensionUri, 'dist', 'worker.web.js'))),
  });
}
