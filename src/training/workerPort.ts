/** What the pool needs of a platform: how to start a worker, and how to talk to it. */
import type { Port } from '../protocol/link';

/** The host's end of a worker. A worker that errs or ends by itself closes with words; a terminated one is silent. */
export interface WorkerPort extends Port {
  onClose(callback: (reason: string) => void): () => void;
  /** Ends the worker now, in the middle of whatever it computes. */
  terminate(): void;
}

/** Starts workers; `startWorker.node.ts` and `startWorker.web.ts` make one for each platform. */
export interface WorkerStarter {
  start(): WorkerPort;
  /** Whether a SharedArrayBuffer may be posted to the worker. */
  readonly sharesMemory: boolean;
}
