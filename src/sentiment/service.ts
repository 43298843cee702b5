/** A worker's side of reading: documents, sentence by sentence, in turns, so that messages are heard between them. */
import type { ReaderEvents, ReaderMethods } from '../protocol/sentiment';

export interface ReaderServiceOptions {
  /** Calls back after the messages that wait now have been handled. */
  readonly afterMessages: (callback: () => void) => void;
}

/** Answers `ReaderMethods` until the worker ends. */
export function readerService(_events: ReaderEvents, _options: ReaderServiceOptions): ReaderMethods {
  const refuse = (): never => {
    throw new Error('No reader is open.');
  };
  return { openReader: async () => refuse(), scan: refuse, forget: () => undefined, read: async () => refuse() };
}
