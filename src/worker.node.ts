/** Entry of the worker as a worker_thread, and of the thread that helps it with every batch. */
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { serveHalf, type HalfSetup, type StartThread } from './engine/secondThread';
import type { WorkerSetup } from './training/startWorker.node';
import { serveWorker } from './worker';

const setup = workerData as WorkerSetup;
if ('half' in setup) serveHalf(setup.half);
else serveParent(setup.threads);

function serveParent(threads: number): void {
  const parent = parentPort;
  if (!parent) return;
  serveWorker(
    {
      post: (message, transfer = []) => parent.postMessage(message, [...transfer]),
      onMessage(callback) {
        parent.on('message', callback);
        return () => parent.off('message', callback);
      },
    },
    {
      afterMessages: (callback) => void setImmediate(callback),
      build: threads > 1 ? { startThread } : {},
    },
  );
}

/** Without it the engine goes on alone, so a thread that fails is no error. */
function startThread(half: HalfSetup): ReturnType<StartThread> {
  const setup: WorkerSetup = { half };
  const worker = new Worker(__filename, { workerData: setup });
  worker.on('error', () => undefined);
  return { terminate: () => void worker.terminate() };
}
