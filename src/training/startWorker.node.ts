/** Training workers as worker_threads. */
import { Worker } from 'node:worker_threads';
import type { WorkerStarter } from './workerPort';

/** `file`: path of the bundled `worker.node.js`. */
export function nodeWorkerStarter(file: string): WorkerStarter {
  return { start: () => startWorker(file), sharesMemory: true };
}

function startWorker(file: string) {
  const worker = new Worker(file);
  return {
    post: (message: unknown, transfer: readonly ArrayBuffer[] = []) => worker.postMessage(message, [...transfer]),
    onMessage(callback: (message: unknown) => void) {
      worker.on('message', callback);
      return () => void worker.off('message', callback);
    },
    onClose(callback: (reason: string) => void) {
      const failed = (error: Error) => callback(`The training worker failed: ${error.message}`);
      const ended = (code: number) => callback(`The training worker ended (exit code ${code}).`);
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
