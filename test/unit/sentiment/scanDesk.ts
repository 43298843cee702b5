/** A reading service whose turns are taken by hand, and everything it told. */
import type { ReaderMethods, ScannedSentences, ScanRequest } from '../../../src/protocol/sentiment';
import type { Reader } from '../../../src/sentiment/reader';
import { readerService } from '../../../src/sentiment/service';
import { FakeReader } from './fakeReader';

export class ScanDesk {
  readonly told: ScannedSentences[] = [];
  readonly problems: { document: string; version: number; problem: string }[] = [];
  readonly methods: ReaderMethods;
  private readonly waiting: (() => void)[] = [];
  private versions = 0;

  constructor(public reader: Reader = new FakeReader()) {
    this.methods = readerService(
      {
        sentences: (args) => void this.told.push(args),
        scanFailed: (args) => void this.problems.push(args),
      },
      { afterMessages: (callback) => void this.waiting.push(callback), open: () => this.reader },
    );
  }

  static async open(reader?: Reader): Promise<ScanDesk> {
    const desk = new ScanDesk(reader);
    await desk.methods.openReader({ reader: new Uint8Array() });
    return desk;
  }

  /** Asks for a scan; everything is visible unless `more` says otherwise. Returns its version. */
  ask(text: string, more: Partial<ScanRequest> = {}): number {
    const version = ++this.versions;
    const visible = [0, text.length] as const;
    const plain = { document: 'a', language: 'plaintext', column: null, only: [], visible };
    this.methods.scan({ ...plain, version, text, ...more });
    return version;
  }

  /** Takes one turn; false when nobody waits for one. */
  turn(): boolean {
    const next = this.waiting.shift();
    next?.();
    return next !== undefined;
  }

  /** Scans to the end and returns what was told of it, in the order it was told. */
  scan(text: string, more: Partial<ScanRequest> = {}): ScannedSentences[] {
    const version = this.ask(text, more);
    while (this.turn());
    return this.told.filter((told) => told.version === version);
  }
}

/** All sentences that were told, in the order of the text: start, end and label of each. */
export function sentencesOf(told: readonly ScannedSentences[]): number[][] {
  return [...told]
    .sort((a, b) => a.from - b.from || a.to - b.to)
    .flatMap(({ starts, ends, labels }) => Array.from(starts, (start, i) => [start, ends[i]!, labels[i]!]));
}
