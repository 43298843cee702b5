/** Training workers as worker_threads. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { HalfSetup } from '../engine/secondThread';
import type { WorkerStarter } from './workerPort';

/** What a thread of `worker.node.ts` is started with: threads that may share a batch, or the half it is to serve. */
export type WorkerSetup = { readonly threads: number } | { readonly half: HalfSetup };

/** `file`: path of the bundled `worker.node.js`. A second thread only where a core is left for the editor. */
export function nodeWorkerStarter(file: string, threads = availableParallelism() > 2 ? 2 : 1): WorkerStarter {
  return { start: () => startWorker(file, { threads }), sharesMemory: true };
}

function startWorker(file: string, setup: WorkerSetup) {
  const worker = new Worker(file, { workerData: setup });
  return {
    post: (message: unknown, transfer: readonly ArrayBuffer[] = []) => worker.postMessage(message, [...transfer]),
    onMessage(callback: (message: unknown) => void) {
      worker.on('message', callback);
      return () => void worker.off('message', callback);
    },
    onClose(callback: (reason: string) => void) {
      const failed = (error: Error) => callback(`The worker failed: ${error.message}`);
      const ended = (code: number) => callback(`The worker ended (exit code ${code}).`);
      worker.on('error', failed).on('messageerror', failed).on('exit', ended);
      return () => {
        worker.off('messageerror', failed).off('exit', ended);
        // A worker that fails while it is being left must not bring the host down as an unhandled 'error' event.
        worker.off('error', failed).on('error', () => undefined);
      };
    },
    terminate: () => void worker.terminate(),
  };
}
