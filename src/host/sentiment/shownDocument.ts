/** One document while its sentiment is shown: what is known of it, and how far the reading is. */
import * as vscode from 'vscode';
import { moveEnd, moveStart, orderEdits } from '../../text/edits';
import type { ScannedSentences, ScanRequest } from '../../protocol/sentiment';
import { NO_SENTENCES, moveSentences, replaceStretch } from './sentences';
import type { Sentences } from './sentences';
import { readingLanguage } from './tables';

export type Offsets = readonly [from: number, to: number];

export class ShownDocument {
  sentences: Sentences = NO_SENTENCES;
  /** Of the text and what is asked of it: what the worker says of an earlier one is of another text. */
  version = 0;
  /** UTF-16 units read, of how many. */
  done = 0;
  total = 0;
  finished = false;
  /** What the user should know of this text, or null. */
  notice: string | null = null;
  /** Why it could not be read, or null. */
  problem: string | null = null;

  constructor(
    readonly document: vscode.TextDocument,
    /** Only sentences that touch these ranges are read; empty: all. */
    public only: readonly Offsets[],
    /** Column of a table that is read; null lets the reader choose. */
    public column: string | null,
    /** Numbers that rise, for every document and each time it is shown: an old answer must fit no later question. */
    private readonly nextVersion: () => number,
  ) {}

  get key(): string {
    return this.document.uri.toString();
  }

  /** UTF-16 units of the text; its lines are not put together for it. */
  get length(): number {
    const { document } = this;
    return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
  }

  /** Begins the next version. */
  request(visible: Offsets): ScanRequest {
    this.finished = false;
    this.problem = null;
    const { key, document, only, column } = this;
    const version = this.#renew();
    const language = readingLanguage(document.uri.path, document.languageId);
    return { document: key, version, text: document.getText(), language, column, only, visible };
  }

  /** Moves what is known with an edit, so that it stays beside its words until they are read again. */
  edited(changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const edits = orderEdits(changes);
    this.#renew();
    this.sentences = moveSentences(this.sentences, edits);
    this.only = this.only.map(([from, to]) => [moveStart(edits, from), moveEnd(edits, to)]);
  }

  #renew(): number {
    this.version = this.nextVersion();
    return this.version;
  }

  /** Takes in sentences that were read; false when they are of a text that has changed since. */
  take(scanned: ScannedSentences): boolean {
    if (scanned.version !== this.version) return false;
    this.sentences = replaceStretch(this.sentences, scanned);
    this.done = scanned.done;
    this.total = scanned.total;
    this.finished = scanned.finished;
    this.notice = scanned.notice;
    return true;
  }

  failed(version: number, problem: string): boolean {
    if (version !== this.version) return false;
    this.problem = problem;
    this.finished = true;
    return true;
  }

  /** Forgets everything that was read, as another reader would say otherwise. */
  clear(): void {
    this.sentences = NO_SENTENCES;
    this.done = 0;
    this.notice = null;
  }

  /** UTF-16 range of a sentence. */
  offsets(index: number): Offsets {
    return [this.sentences.starts[index]!, this.sentences.ends[index]!];
  }

  rangeOf(index: number): vscode.Range {
    const [from, to] = this.offsets(index);
    return new vscode.Range(this.document.positionAt(from), this.document.positionAt(to));
  }
}
