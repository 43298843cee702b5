/** Entry point for the Node extension host. */
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import type { ExtensionContext } from 'vscode';
import { activateOn } from './extension';
import type { Extension } from './extension';

export { deactivate } from './extension';

export function activate(context: ExtensionContext): Extension {
  return activateOn(context, {
    cores: availableParallelism(),
    // Threads are loaded with the first worker, not with the extension. The worker lies beside this bundle, whatever file
    // system the workspace is on.
    workerStarter: async () => {
      const { nodeWorkerStarter } = await import('./training/startWorker.node');
      return nodeWorkerStarter(join(__dirname, 'worker.node.js'));
    },
  });
}
