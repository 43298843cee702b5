/** The host's side of training: a few workers, started when they are needed, that runs are spread over. */
import type { WorkerEvents } from '../protocol/messages';
import type { RunConfig } from '../protocol/run';
import { PooledRun } from './pooledRun';
import type { TrainingRun } from './pooledRun';
import { PooledWorker } from './pooledWorker';
import type { WorkerStarter } from './workerPort';

export interface PoolOptions {
  /** Processor cores; one is left to the editor. */
  readonly cores: number;
  /** Hears of workers that died and of messages that were refused, for the log. */
  readonly onProblem?: (problem: string) => void;
  /** How long a worker may take to heed pause or stop before it is ended and its runs are restored. */
  readonly graceMilliseconds?: number;
}

/** What a run is made of. `checkpoint`: where to go on from, or null to begin at step 0. */
export interface RunRequest {
  readonly run: string;
  readonly config: RunConfig;
  readonly text: string;
  readonly checkpoint: Uint8Array | null;
}

/** Hears everything a run tells, unasked; see `WorkerEvents`. Survives the death of the run's worker. */
export type RunListener = WorkerEvents;

export class TrainingPool {
  private readonly workers = new Set<PooledWorker>();
  private readonly runs = new Map<string, PooledRun>();
  private readonly limit: number;

  constructor(
    private readonly starter: WorkerStarter,
    private readonly options: PoolOptions,
  ) {
    this.limit = Math.max(1, Math.floor(options.cores) - 1);
  }

  /** Starts a worker ahead of the first run, so that it need not wait for one. */
  warm(): void {
    if (this.workers.size === 0) this.startWorker();
  }

  /**
   * Makes a run ready; it is then paused. Rejects with words for the user when its text or settings cannot be trained
   * on; `listener.progress` has then been told the phase `failed` and its reason.
   */
  async create(request: RunRequest, listener: RunListener): Promise<TrainingRun> {
    if (this.runs.has(request.run)) throw new Error(`The run "${request.run}" exists already.`);
    const run = new PooledRun(request, listener, {
      sharesMemory: this.starter.sharesMemory,
      grace: this.options.graceMilliseconds ?? (this.starter.sharesMemory ? 1000 : 100),
      place: () => this.leastBusyWorker(),
      forget: () => this.runs.delete(request.run),
    });
    this.runs.set(request.run, run);
    try {
      await run.prepare();
      return run;
    } catch (error) {
      await run.dispose();
      throw error;
    }
  }

  /** Ends all workers and with them all runs. */
  dispose(): void {
    for (const run of this.runs.values()) run.abandon();
    for (const worker of this.workers) worker.end('Training has ended.', 'deliberate');
    this.runs.clear();
    this.workers.clear();
  }

  private leastBusyWorker(): PooledWorker {
    const [least] = [...this.workers].sort((a, b) => a.runs.size - b.runs.size);
    if (least && (least.runs.size === 0 || this.workers.size >= this.limit)) return least;
    return this.startWorker();
  }

  private startWorker(): PooledWorker {
    const worker = new PooledWorker(this.starter.start(), {
      onProblem: (problem) => this.options.onProblem?.(problem),
      onEnd: () => this.workers.delete(worker),
    });
    this.workers.add(worker);
    return worker;
  }
}
