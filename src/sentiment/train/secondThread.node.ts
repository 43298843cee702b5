import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StartThread } from '../../engine/secondThread';

/** The thread is started from source as the training is, by tsx. */
const CODE = `
  require('tsx/cjs/api').register();
  const { half, file } = require('node:worker_threads').workerData;
  require(file).serveHalf(half);
`;

/** A second thread for the engine that trains. */
export const startThread: StartThread = (half) => {
  const worker = new Worker(CODE, {
    eval: true,
    workerData: { half, file: join(__dirname, '../../engine/secondThread.ts') },
  });
  worker.on('error', () => undefined);
  return { terminate: () => void worker.terminate() };
};
