/** Entry point for the Node extension host. */
import { join } from 'node:path';
import { availableParallelism } from 'node:os';
import type { ExtensionContext } from 'vscode';
import { activateOn } from './extension';
import type { Extension } from './extension';
import { nodeWorkerStarter } from './training/startWorker.node';

export { deactivate } from './extension';

export function activate(context: ExtensionContext): Extension {
  return activateOn(context, {
    cores: availableParallelism(),
    // The worker lies beside this bundle, whatever file system the workspace is on.
    workerStarter: () => Promise.resolve(nodeWorkerStarter(join(__dirname, 'worker.node.js'))),
  });
}
