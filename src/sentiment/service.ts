/** A worker's side of reading: documents, sentence by sentence, in turns, so that messages are heard between them. */
import type { ReaderEvents, ReaderMethods } from '../protocol/sentiment';
import { asRead } from './documents/asRead';
import type { Reader } from './reader';
import { DocumentMemory } from './scan/documentMemory';
import { Scan } from './scan/scan';

/** Milliseconds of one turn. */
const TURN = 8;
const NO_READER = 'No reader is open: a reader file must be opened before anything can be read.';

export interface ReaderServiceOptions {
  /** Calls back after the messages that wait now have been handled. */
  readonly afterMessages: (callback: () => void) => void;
  /** Opens a reader file; throws words for the user when it is not one. */
  readonly open: (reader: Uint8Array) => Reader;
}

/** A document that was asked for, until it is forgotten. */
interface Known {
  readonly version: number;
  readonly memory: DocumentMemory;
}

/** Answers `ReaderMethods` until the worker ends. */
export function readerService(events: ReaderEvents, { afterMessages, open }: ReaderServiceOptions): ReaderMethods {
  const now = () => performance.now();
  const documents = new Map<string, Known>();
  const scans = new Map<string, Scan>();
  let reader: Reader | null = null;
  let turning = false;

  /** Gives a scan its turn: the newest with something on screen to read, else the one that waited longest. */
  function turn(): void {
    turning = false;
    const waiting = [...scans.values()];
    const next = waiting.reverse().find((scan) => scan.urgent) ?? waiting.at(-1);
    if (!next) return;
    const { document, version } = next.request;
    scans.delete(document);
    scans.set(document, next);
    try {
      if (!next.turn(now() + TURN) && scans.get(document) === next) scans.delete(document);
    } catch (error) {
      fail(document, version, error);
    }
    wake();
  }

  function wake(): void {
    if (turning || scans.size === 0) return;
    turning = true;
    afterMessages(turn);
  }

  function fail(document: string, version: number, error: unknown): void {
    scans.delete(document);
    documents.delete(document);
    events.scanFailed({ document, version, problem: error instanceof Error ? error.message : String(error) });
  }

  return {
    async openReader(args) {
      reader = open(args.reader);
      // What another reader said of a document is worth nothing now; the host asks again for what is shown.
      scans.clear();
      documents.clear();
      return reader.info;
    },

    scan(request) {
      const { document, version } = request;
      const known = documents.get(document);
      if (known && known.version > version) return;
      const memory = known?.memory ?? new DocumentMemory();
      documents.set(document, { version, memory });
      scans.delete(document);
      try {
        if (!reader) throw new Error(NO_READER);
        scans.set(document, new Scan(request, { reader, memory, now, tell: (told) => events.sentences(told) }));
      } catch (error) {
        fail(document, version, error);
      }
      wake();
    },

    forget({ document }) {
      scans.delete(document);
      documents.delete(document);
    },

    async read({ text, explained, language }) {
      if (!reader) throw new Error(NO_READER);
      return reader.read(language === null ? text : asRead(text, language), explained);
    },
  };
}
