/** The second thread of an engine under test. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StartThread } from '../../../src/engine/secondThread';

const SECOND_THREAD = join(__dirname, '../../../src/engine/secondThread.ts');
const CODE = `
  require('tsx/cjs/api').register();
  const { half, file } = require('node:worker_threads').workerData;
  require(file).serveHalf(half);
`;

export const startThread: StartThread = (half) => {
  const worker = new Worker(CODE, { eval: true, workerData: { half, file: SECOND_THREAD } });
  worker.unref();
  return { terminate: () => void worker.terminate() };
};
