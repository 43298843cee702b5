/** Entry of the worker as a Web Worker. */
import { serveWorker } from './worker';

const scope = self as unknown as Pick<Worker, 'postMessage' | 'addEventListener' | 'removeEventListener'>;

/** A message to itself comes after those that wait; a timer would sleep four milliseconds a turn. */
const { port1, port2 } = new MessageChannel();
/** Training and reading wait side by side. */
const waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

serveWorker(
  {
    post: (message, transfer = []) => scope.postMessage(message, [...transfer]),
    onMessage(callback) {
      const listener = (event: MessageEvent<unknown>) => callback(event.data);
      scope.addEventListener('message', listener);
      return () => scope.removeEventListener('message', listener);
    },
  },
  {
    afterMessages(callback) {
      waiting.push(callback);
      port2.postMessage(null);
    },
  },
);
