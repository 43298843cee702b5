/** Everything a worker serves, on one link: training runs, and reading for sentiment. */
import { createLink } from './protocol/link';
import type { Link, Port } from './protocol/link';
import type { WorkerEvents, WorkerMethods } from './protocol/messages';
import type { ReaderEvents, ReaderMethods } from './protocol/sentiment';
import { encodeClassifier } from './sentiment/encodeClassifier';
import { openReader } from './sentiment/openReader';
import { readerService } from './sentiment/service';
import { trainingService } from './training/service';
import type { ServiceOptions } from './training/service';

type Methods = WorkerMethods & ReaderMethods;
type Events = WorkerEvents & ReaderEvents;

/** Serves both on the port until the worker ends. */
export function serveWorker(port: Port, options: Omit<ServiceOptions, 'encodeClassifier'>): Link<Events> {
  // The services speak only when they were spoken to: the link is there by then.
  const events: Events = {
    progress: (args) => link.notify.progress(args),
    frame: (frame) => link.notify.frame(frame),
    recovery: (args) => link.notify.recovery(args),
    sentences: (args) => link.notify.sentences(args),
    scanFailed: (args) => link.notify.scanFailed(args),
  };
  const methods: Methods = {
    ...trainingService(events, { ...options, encodeClassifier }),
    ...readerService(events, { ...options, open: openReader }),
  };
  // Everything a worker sends is made for the message: its buffers can be handed over.
  const link = createLink<Methods, Events>(port, methods, { transfer: true });
  return link;
}
