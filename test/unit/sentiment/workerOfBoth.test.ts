import assert from 'node:assert/strict';
import type { WorkerEvents, WorkerMethods } from '../../../src/protocol/messages';
import { createLink } from '../../../src/protocol/link';
import type { ReaderEvents, ReaderMethods } from '../../../src/protocol/sentiment';
import { serveWorker } from '../../../src/worker';
import { SMALL, TEXT } from '../training/corpus';
import { wire } from '../training/wire';

describe('a worker that trains and reads', () => {
  it('answers both on one link, and refuses to read what it cannot with words', async () => {
    const [host, end] = wire();
    const service = serveWorker(end, { afterMessages: (callback) => void setImmediate(callback) });
    const failed = new Promise<string>((resolve) => {
      const ignore = () => undefined;
      const events: WorkerEvents & ReaderEvents = {
        progress: ignore,
        frame: ignore,
        recovery: ignore,
        sentences: ignore,
        scanFailed: ({ problem }) => resolve(problem),
      };
      const link = createLink<typeof events, WorkerMethods & ReaderMethods>(host, events);
      const train = async () => {
        await link.call.create({ run: 'a', config: SMALL, text: TEXT, checkpoint: null, flag: null });
        await link.call.step({ run: 'a' });
        await assert.rejects(link.call.openReader({ reader: Uint8Array.of(1, 2, 3) }));
        const plain = { language: 'plaintext', column: null, only: [], visible: [0, 9] } as const;
        link.notify.scan({ document: 'a', version: 1, text: 'This is good.', ...plain });
        await link.call.dispose({ run: 'a' });
      };
      void train();
    });
    assert.match(await failed, /No reader is open/);
    service.dispose();
  });
});
