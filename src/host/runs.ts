/** All runs of this window, newest first, and the one that the surfaces show. */
import * as vscode from 'vscode';
import type { Confusion, Curves } from '../protocol/run';
import type { Frame } from '../protocol/frame';
import type { Progress, Run } from './run';

/** New points of a run's curves and a new validation, or with `replace` all there is of them. */
export interface RunProgress {
  readonly run: Run;
  readonly curves: Curves;
  readonly confusion: Confusion | null;
  readonly replace: boolean;
}

export class Runs implements vscode.Disposable {
  readonly #list: Run[] = [];
  #shown: Run | null = null;
  readonly #changed = new vscode.EventEmitter<Run>();
  readonly #activated = new vscode.EventEmitter<Run | null>();
  readonly #progressed = new vscode.EventEmitter<RunProgress>();
  readonly #framed = new vscode.EventEmitter<{ readonly run: Run; readonly frame: Frame }>();
  readonly #removed = new vscode.EventEmitter<Run>();

  /** A run came, was prepared, renamed or changed its phase. */
  readonly onDidChange = this.#changed.event;
  /** Another run is shown, or none. */
  readonly onDidActivate = this.#activated.event;
  readonly onDidProgress = this.#progressed.event;
  readonly onDidFrame = this.#framed.event;
  readonly onDidRemove = this.#removed.event;

  get all(): readonly Run[] {
    return this.#list;
  }

  get active(): Run | null {
    return this.#shown;
  }

  get(id: string): Run | null {
    return this.#list.find((run) => run.id === id) ?? null;
  }

  add(run: Run): void {
    const older = this.#list.findIndex(({ created }) => created <= run.created);
    this.#list.splice(older < 0 ? this.#list.length : older, 0, run);
    this.#changed.fire(run);
  }

  activate(run: Run | null): void {
    if (run === this.#shown) return;
    this.#shown = run;
    this.#activated.fire(run);
  }

  /** To be called after a change of a run's name, facts or phase. */
  touch(run: Run): void {
    this.#changed.fire(run);
  }

  progress(run: Run, progress: Progress): void {
    const before = run.phase;
    run.apply(progress);
    if (before !== run.phase) this.#changed.fire(run);
    const { curves, confusion, replace } = progress;
    this.#progressed.fire({ run, curves, confusion, replace });
  }

  frame(run: Run, frame: Frame): void {
    run.frame = frame;
    this.#framed.fire({ run, frame });
  }

  remove(run: Run): void {
    const index = this.#list.indexOf(run);
    if (index < 0) return;
    this.#list.splice(index, 1);
    this.#removed.fire(run);
    if (this.#shown === run) this.activate(this.#list[0] ?? null);
  }

  dispose(): void {
    for (const emitter of [this.#changed, this.#activated, this.#progressed, this.#framed, this.#removed])
      emitter.dispose();
  }
}
