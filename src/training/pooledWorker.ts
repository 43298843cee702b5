/** One worker of the pool: its link, and the runs that live in it. */
import { workerGuards } from '../protocol/guards';
import { createLink } from '../protocol/link';
import type { Link } from '../protocol/link';
import type { WorkerEvents, WorkerMethods } from '../protocol/messages';
import type { WorkerPort } from './workerPort';

/** `died`: by itself. `deliberate`: ended by the pool, which is no news to the user. */
export type WorkerEnd = 'died' | 'deliberate';

/** What a worker asks of a run that lives in it. */
export interface Resident extends WorkerEvents {
  /** The worker has ended, for this reason; the link is closed already. */
  orphaned(reason: string, end: WorkerEnd): void;
}

export interface WorkerHooks {
  readonly onProblem: (problem: string) => void;
  readonly onEnd: () => void;
}

export class PooledWorker {
  readonly runs = new Map<string, Resident>();
  /** Runs being made ready: the worker then answers nobody else, and that is no reason to end it. */
  preparing = 0;
  readonly link: Link<WorkerMethods>;
  private ended = false;

  constructor(
    private readonly port: WorkerPort,
    private readonly hooks: WorkerHooks,
  ) {
    const resident = (run: string) => this.runs.get(run);
    const events: WorkerEvents = {
      progress: (args) => resident(args.run)?.progress(args),
      frame: (frame) => resident(frame.head.run)?.frame(frame),
      recovery: (args) => resident(args.run)?.recovery(args),
    };
    this.link = createLink<WorkerEvents, WorkerMethods>(port, events, {
      guards: workerGuards,
      onProblem: hooks.onProblem,
    });
    port.onClose((reason) => this.end(reason, 'died'));
  }

  get dead(): boolean {
    return this.ended;
  }

  /** Ends the worker, if it has not ended by itself, and tells its runs. */
  end(reason: string, end: WorkerEnd): void {
    if (this.ended) return;
    this.ended = true;
    this.port.terminate();
    this.link.dispose(reason);
    this.hooks.onProblem(reason);
    this.hooks.onEnd();
    const orphans = [...this.runs.values()];
    this.runs.clear();
    for (const run of orphans) run.orphaned(reason, end);
  }
}
