/** The host's side of reading: one worker of its own, started when it is first needed, and once more when it dies. */
import { createLink } from '../protocol/link';
import type { Link } from '../protocol/link';
import type { ReaderEvents, ReaderInfo, ReaderMethods, Reading, ScanRequest } from '../protocol/sentiment';
import { readerGuards } from '../protocol/sentimentGuards';
import type { WorkerPort, WorkerStarter } from '../training/workerPort';

export interface ReaderWorkerOptions {
  /** Hears of a worker that died and of messages that were refused, for the log. */
  readonly onProblem?: (problem: string) => void;
}

/** A running worker, and the way to it. */
interface Running {
  readonly port: WorkerPort;
  readonly link: Link<ReaderMethods>;
}

export class ReaderWorker {
  private running: Running | null = null;
  /** The reader file that is open: a new worker is given it again. */
  private reader: Uint8Array | null = null;
  /** The newest scan of each document, until it has finished: a new worker is asked for it again. */
  private readonly unfinished = new Map<string, ScanRequest>();
  /** Whether the worker was started anew since the user last asked for something. */
  private revived = false;
  private disposed = false;

  /**
   * `listener` hears what the worker tells of documents that are being scanned. Nothing is told of a document after
   * `forget`, nor of an older version after `scan` was asked for a newer one.
   */
  constructor(
    private readonly starter: WorkerStarter,
    private readonly listener: ReaderEvents,
    private readonly options: ReaderWorkerOptions = {},
  ) {}

  /**
   * Opens a reader file; it reads everything from then on, so ask again for the documents that are shown. Rejects with
   * words when the file is not one: what was open stays open.
   */
  async open(reader: Uint8Array): Promise<ReaderInfo> {
    this.revived = false;
    const info = await this.use().link.call.openReader({ reader });
    this.reader = reader;
    return info;
  }

  /** Reads a document anew; what did not change since its last scan costs next to nothing. */
  scan(request: ScanRequest): void {
    if (this.disposed) return;
    this.revived = false;
    this.unfinished.set(request.document, request);
    this.attempt(() => this.use().link.notify.scan(request));
  }

  /** Abandons the scan of a document and frees what the worker knows of it. */
  forget(document: string): void {
    this.unfinished.delete(document);
    this.running?.link.notify.forget({ document });
  }

  /** Reads one sentence closely. `explained`: index of the label to explain, or null for the one given. */
  async read(text: string, explained: number | null, language: string | null): Promise<Reading> {
    this.revived = false;
    return this.use().link.call.read({ text, explained, language });
  }

  /** Ends the worker; every call under way rejects. */
  dispose(): void {
    this.disposed = true;
    this.unfinished.clear();
    this.running?.port.terminate();
    this.running?.link.dispose('Reading has ended.');
    this.running = null;
  }

  /** The worker, started with the reader that was open last when there is none. */
  private use(): Running {
    if (this.disposed) throw new Error('Reading has ended.');
    if (this.running) return this.running;
    const port = this.starter.start();
    const link = createLink<ReaderEvents, ReaderMethods>(port, this.events(), {
      guards: readerGuards,
      onProblem: (problem) => this.options.onProblem?.(problem),
    });
    const running = { port, link };
    this.running = running;
    port.onClose((reason) => this.lose(running, reason));
    // Scans that follow are refused by the worker itself, with words, should this fail.
    if (this.reader) link.call.openReader({ reader: this.reader }).catch(() => undefined);
    return running;
  }

  private events(): ReaderEvents {
    const awaited = (document: string, version: number) => this.unfinished.get(document)?.version === version;
    return {
      sentences: (args) => {
        if (!awaited(args.document, args.version)) return;
        if (args.finished) this.unfinished.delete(args.document);
        this.listener.sentences(args);
      },
      scanFailed: (args) => {
        if (!awaited(args.document, args.version)) return;
        this.unfinished.delete(args.document);
        this.listener.scanFailed(args);
      },
    };
  }

  /** The worker died. What it was reading is read again by a new one, once: another death is the text's or the reader's. */
  private lose(lost: Running, reason: string): void {
    if (this.running !== lost) return;
    this.running = null;
    lost.port.terminate();
    lost.link.dispose(reason);
    this.options.onProblem?.(reason);
    if (this.unfinished.size === 0) return;
    if (this.revived) {
      this.fail(
        `${reason} It was started again once and ended again. Edit the text or show its sentiment again to retry.`,
      );
      return;
    }
    this.revived = true;
    this.attempt(() => {
      const { link } = this.use();
      for (const request of this.unfinished.values()) link.notify.scan(request);
    });
  }

  private attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Tells every document that waits. */
  private fail(problem: string): void {
    const waiting = [...this.unfinished.values()];
    this.unfinished.clear();
    for (const { document, version } of waiting) this.listener.scanFailed({ document, version, problem });
  }
}
