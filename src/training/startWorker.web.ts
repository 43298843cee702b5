/** Training workers as Web Workers. A web extension may start them from a Blob only, not from the extension's own URL. */
import type { WorkerPort, WorkerStarter } from './workerPort';

/** `bytes`: the bundled `worker.web.js`. */
export function webWorkerStarter(bytes: Uint8Array): WorkerStarter {
  // Without cross-origin isolation the constructor may exist, but posting the memory throws.
  const sharesMemory = globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === 'function';
  return { start: () => startWorker(bytes), sharesMemory };
}

function startWorker(bytes: Uint8Array): WorkerPort {
  const url = URL.createObjectURL(new Blob([bytes.slice()], { type: 'text/javascript' }));
  const worker = new Worker(url);
  let loaded = false;
  const release = () => {
    // The script is fetched asynchronously: its URL must live until the worker has spoken or is gone.
    if (!loaded) URL.revokeObjectURL(url);
    loaded = true;
  };
  return {
    post: (message, transfer = []) => worker.postMessage(message, [...transfer]),
    onMessage(callback) {
      const listener = (event: MessageEvent<unknown>) => {
        release();
        callback(event.data);
      };
      worker.addEventListener('message', listener);
      return () => worker.removeEventListener('message', listener);
    },
    onClose(callback) {
      const failed = (event: Event) => {
        // Handled here: left alone it would count as the extension host's own error.
        event.preventDefault();
        worker.terminate();
        release();
        callback(`The worker failed: ${'message' in event ? String(event.message) : event.type}`);
      };
      worker.addEventListener('error', failed);
      worker.addEventListener('messageerror', failed);
      return () => worker.removeEventListener('messageerror', failed);
    },
    terminate() {
      worker.terminate();
      release();
    },
  };
}
