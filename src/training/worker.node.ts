/** Entry of the training worker as a worker_thread. */
import { parentPort } from 'node:worker_threads';
import { serveTraining } from './service';

const parent = parentPort;
if (parent) {
  serveTraining(
    {
      post: (message, transfer = []) => parent.postMessage(message, [...transfer]),
      onMessage(callback) {
        parent.on('message', callback);
        return () => parent.off('message', callback);
      },
    },
    { afterMessages: (callback) => void setImmediate(callback) },
  );
}
