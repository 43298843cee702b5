/** The model that reads, in its worker: opened when it is first needed, exchanged when the workspace chooses another. */
import * as vscode from 'vscode';
import type { ReaderEvents, ReaderInfo, Reading, ScanRequest, ScannedSentences } from '../../protocol/sentiment';
import { ReaderWorker } from '../../sentiment/readerWorker';
import type { Platform } from '../platform';
import { Problem } from '../problems';
import { useShipped } from './readerStore';
import type { ReaderStore } from './readerStore';

/** What a scan tells of a document: sentences, or why there are none. */
export type ScanEvent =
  | { readonly kind: 'sentences'; readonly scanned: ScannedSentences }
  | { readonly kind: 'failed'; readonly document: string; readonly version: number; readonly problem: string };

/** A reader that is open. */
interface Opened {
  readonly worker: ReaderWorker;
  readonly info: ReaderInfo;
}

export class Readers implements vscode.Disposable {
  #worker: Promise<ReaderWorker> | null = null;
  #opened: Promise<Opened> | null = null;
  #info: ReaderInfo | null = null;
  readonly #scans = new vscode.EventEmitter<ScanEvent>();
  readonly #changed = new vscode.EventEmitter<ReaderInfo>();
  readonly onScan = this.#scans.event;
  /** Another reader is open than before. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly platform: Platform,
    private readonly extensionUri: vscode.Uri,
    private readonly store: ReaderStore,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** What is known of the reader; null until it has been opened. */
  get info(): ReaderInfo | null {
    return this.#info;
  }

  /** Opens the reader in use. Rejects with a `Problem` when its file is missing or broken; the next call tries again. */
  async open(): Promise<ReaderInfo> {
    return (await this.#open()).info;
  }

  /** Reads a document; `onScan` tells of it. Nothing is read before `open` has resolved. */
  scan(request: ScanRequest): void {
    this.#tell((worker) => worker.scan(request));
  }

  forget(document: string): void {
    this.#tell((worker) => worker.forget(document));
  }

  /** Reads one sentence closely; of a document in `language` only what is prose. */
  async read(text: string, explained: number | null, language: string | null): Promise<Reading> {
    return (await this.#open()).worker.read(text, explained, language);
  }

  /** Uses another reader in this workspace, or with null the shipped one. A file that is no reader changes nothing. */
  async use(reader: Uint8Array | null, name: string): Promise<void> {
    const worker = await this.#start();
    const opening = reader === null ? null : worker.open(reader);
    const info = await opening;
    await this.store.use(reader, name);
    this.#opened = info === null ? null : Promise.resolve({ worker, info });
    const before = this.#info;
    this.#info = info ?? (await this.#open()).info;
    if (before !== this.#info) this.#changed.fire(this.#info);
  }

  #open(): Promise<Opened> {
    if (this.#opened) return this.#opened;
    const opening = this.#openFile();
    this.#opened = opening;
    opening.catch(() => {
      if (this.#opened === opening) this.#opened = null;
    });
    return opening;
  }

  async #openFile(): Promise<Opened> {
    const started = Date.now();
    const [worker, bytes] = await Promise.all([this.#start(), this.store.read()]);
    try {
      const info = await worker.open(bytes);
      this.#info = info;
      this.log.info(`${info.name}: ${info.modelLine}, opened in ${Date.now() - started} ms`);
      return { worker, info };
    } catch (error) {
      throw this.#broken(error);
    }
  }

  #broken(error: unknown): Problem {
    const why = error instanceof Error ? error.message : String(error);
    const own = this.store.ownName;
    return own === null
      ? new Problem(
          vscode.l10n.t('The sentiment model that comes with Unroll cannot be read. {0} Reinstall the extension.', why),
        )
      : new Problem(vscode.l10n.t('The sentiment model “{0}” cannot be read. {1}', own, why), [useShipped()]);
  }

  #start(): Promise<ReaderWorker> {
    const starting = (this.#worker ??= this.#startWorker());
    starting.catch(() => (this.#worker = null));
    return starting;
  }

  async #startWorker(): Promise<ReaderWorker> {
    const events: ReaderEvents = {
      sentences: (scanned) => this.#scans.fire({ kind: 'sentences', scanned }),
      scanFailed: (args) => this.#scans.fire({ kind: 'failed', ...args }),
    };
    const starter = await this.platform.workerStarter(this.extensionUri);
    return new ReaderWorker(starter, events, { onProblem: (problem) => this.log.warn(`Sentiment: ${problem}`) });
  }

  /** What is said before a reader is open is about nothing that it reads. */
  #tell(say: (worker: ReaderWorker) => void): void {
    void this.#opened?.then(
      ({ worker }) => say(worker),
      () => undefined,
    );
  }

  dispose(): void {
    void this.#worker?.then(
      (worker) => worker.dispose(),
      () => undefined,
    );
    this.#scans.dispose();
    this.#changed.dispose();
  }
}
