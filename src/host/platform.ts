/** What differs between a Node and a web extension host. */
import type { Uri } from 'vscode';
import type { WorkerStarter } from '../training/workerPort';

export interface Platform {
  /** Processor cores, at least 1. */
  readonly cores: number;
  /** Called once, when the first run needs a worker. */
  workerStarter(extensionUri: Uri): Promise<WorkerStarter>;
}
