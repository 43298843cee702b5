/** One tracker for each run whose document is open: where the run's text is now, and which of its tokens were edited. */
import * as vscode from 'vscode';
import { RangeTracker } from '../text/rangeTracker';
import type { DocumentRange } from '../text/snapshot';
import { reattach } from './reattach';
import type { Run } from './run';
import type { Runs } from './runs';
import type { RunStore } from './runStore';
import { Throttle } from './throttle';
import { offsetsOfTokens, tokensOfOffsets } from './tokenRanges';

/** Between two reports of stale tokens while somebody types. */
const REPORT_MS = 150;

export type StaleTokens = readonly (readonly [number, number])[];

export class Tracking implements vscode.Disposable {
  readonly #trackers = new Map<Run, RangeTracker>();
  readonly #touched = new Set<Run>();
  readonly #report = new Throttle(() => this.#fire(), REPORT_MS);
  readonly #emitter = new vscode.EventEmitter<Run>();
  readonly #subscriptions: vscode.Disposable;
  /** A run's text was edited, or its document was opened or closed. */
  readonly onDidChange = this.#emitter.event;

  constructor(
    private readonly runs: Runs,
    private readonly store: RunStore,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidChangeTextDocument((event) => this.#edited(event)),
      vscode.workspace.onDidOpenTextDocument((document) => void this.#opened(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      runs.onDidActivate((run) => void this.follow(run)),
      runs.onDidRemove((run) => this.#trackers.delete(run)),
      this.#report,
      this.#emitter,
    );
  }

  /** Tracks a run from the moment its text is taken, so that no edit is missed while it is made ready. */
  begin(run: Run, text: string): void {
    if (documentOf(run)) this.#trackers.set(run, new RangeTracker({ text, pieces: run.text.pieces }));
  }

  /** Whether the run's text can be selected in an editor now. */
  isOpen(run: Run): boolean {
    return this.#trackers.has(run);
  }

  stale(run: Run): StaleTokens {
    const tracker = this.#trackers.get(run);
    return tracker && run.tokens ? tracker.staleTokens(run.tokens.starts, run.tokens.ends) : [];
  }

  /** Where the document has these tokens now; empty when all of them were edited or the document is closed. */
  toDocument(run: Run, from: number, to: number): readonly DocumentRange[] {
    const offsets = run.tokens ? offsetsOfTokens(run.tokens, from, to) : null;
    return offsets ? (this.#trackers.get(run)?.toDocument(...offsets) ?? []) : [];
  }

  /** Tokens `[from, to)` that a range of the document touches, or null. */
  toTokens(run: Run, start: number, end: number): readonly [number, number] | null {
    const range = this.#trackers.get(run)?.toSnapshot(start, end) ?? null;
    return range && run.tokens ? tokensOfOffsets(run.tokens, ...range) : null;
  }

  /** Tracks a run whose document is open and that is not tracked yet: one from an earlier session, or reopened. */
  async follow(run: Run | null): Promise<void> {
    if (run === null || this.#trackers.has(run) || !documentOf(run)) return;
    const text = await this.store.text(run).catch(() => null);
    const document = documentOf(run);
    if (text === null || !document || this.#trackers.has(run)) return;
    this.#trackers.set(run, reattach({ text, pieces: run.text.pieces }, document.getText()));
    this.#emitter.fire(run);
  }

  #edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (contentChanges.length === 0) return;
    const uri = document.uri.toString();
    for (const [run, tracker] of this.#trackers) {
      if (run.text.document?.toString() !== uri) continue;
      tracker.apply(contentChanges, (start, end) =>
        document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end))),
      );
      this.#touched.add(run);
      this.#report.request();
    }
  }

  async #opened(document: vscode.TextDocument): Promise<void> {
    const { active } = this.runs;
    if (active?.text.document?.toString() === document.uri.toString()) await this.follow(active);
  }

  #closed(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    for (const run of [...this.#trackers.keys()]) {
      if (run.text.document?.toString() !== uri) continue;
      this.#trackers.delete(run);
      this.#emitter.fire(run);
    }
  }

  #fire(): void {
    for (const run of this.#touched) this.#emitter.fire(run);
    this.#touched.clear();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

/** The run's document while VS Code has it open. */
export function documentOf(run: Run): vscode.TextDocument | undefined {
  const uri = run.text.document?.toString();
  return uri === undefined ? undefined : vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri);
}
