/** The timestep under study: which column of which trace the Inspector view shows. */
import * as vscode from 'vscode';
import type { Inspection } from '../protocol/messages';
import type { TraceKey } from '../protocol/trace';
import type { Run } from './run';
import type { Runs } from './runs';
import { Throttle } from './throttle';

/** Refetches a second at most while frames stream by. */
const REFRESH_MS = 200;

/** Reads one timestep closely; rejects when the trace is gone. */
export type Inspect = (run: Run, key: TraceKey, column: number) => Promise<Inspection>;

export class Study implements vscode.Disposable {
  #key: TraceKey | null = null;
  #column = 0;
  #latest: { readonly inspection: Inspection; readonly run: Run } | null = null;
  #asked = 0;
  readonly #refresh = new Throttle(() => void this.#read(), REFRESH_MS);
  readonly #emitter = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  readonly onDidChange = this.#emitter.event;

  constructor(
    private readonly runs: Runs,
    private readonly inspect: Inspect,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      runs.onDidFrame(({ frame: { head } }) => {
        if (this.#key === null || head.run !== this.#key.run || head.kind !== this.#key.kind) return;
        this.#key = { run: head.run, kind: head.kind, step: head.step };
        this.#refresh.request();
      }),
      runs.onDidRemove((run) => {
        if (run.id === this.#key?.run) this.set(null);
      }),
      this.#refresh,
      this.#emitter,
    );
  }

  /** What was read last; null when nothing is studied. */
  get current(): { readonly inspection: Inspection; readonly run: Run } | null {
    return this.#latest;
  }

  set(target: { readonly key: TraceKey; readonly column: number } | null): void {
    this.#key = target?.key ?? null;
    this.#column = target?.column ?? 0;
    if (target !== null) this.#refresh.request();
    else if (this.#latest !== null) {
      this.#latest = null;
      this.#emitter.fire();
    }
  }

  /** Studies a token position, if the run's newest frame shows it. */
  moveTo(run: Run, position: number): void {
    const head = run.frame?.head;
    if (head === undefined || position < head.position || position >= head.position + head.length) return;
    this.set({ key: { run: run.id, kind: head.kind, step: head.step }, column: position - head.position });
  }

  /** Studies a neighbouring timestep; stays at the ends. */
  move(by: -1 | 1): void {
    const run = this.#key === null ? null : this.runs.get(this.#key.run);
    const length = run?.frame?.head.length ?? 0;
    const column = this.#column + by;
    if (this.#key !== null && column >= 0 && column < length) this.set({ key: this.#key, column });
  }

  async #read(): Promise<void> {
    const key = this.#key;
    const column = this.#column;
    const run = key === null ? null : this.runs.get(key.run);
    if (key === null || run === null) return;
    const asked = ++this.#asked;
    try {
      const inspection = await this.inspect(run, key, column);
      if (asked !== this.#asked || this.#key === null) return;
      this.#latest = { inspection, run };
      this.#emitter.fire();
    } catch {
      // The trace has gone from the worker meanwhile; the next frame brings a newer one.
    }
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
