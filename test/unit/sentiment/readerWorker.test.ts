import assert from 'node:assert/strict';
import { createLink } from '../../../src/protocol/link';
import type { ReaderEvents, ReaderMethods, ScannedSentences, ScanRequest } from '../../../src/protocol/sentiment';
import { ReaderWorker } from '../../../src/sentiment/readerWorker';
import { readerService } from '../../../src/sentiment/service';
import type { WorkerPort, WorkerStarter } from '../../../src/training/workerPort';
import { wire } from '../training/wire';
import { FakeReader } from './fakeReader';

/** Workers in this thread, which can be made to die. A reader file is here the names of its labels. */
class FakeWorkers implements WorkerStarter {
  readonly sharesMemory = false;
  readonly kills: ((reason: string) => void)[] = [];
  terminated = 0;
  /** The text of a scan that ends the worker. */
  deadly: string | null = null;
  failsToStart = false;

  start(): WorkerPort {
    if (this.failsToStart) throw new Error('No more threads.');
    const [host, end] = wire();
    const closes = new Set<(reason: string) => void>();
    const kill = (reason: string) => [...closes].forEach((close) => close(reason));
    this.kills.push(kill);
    const service = readerService(
      { sentences: (args) => link.notify.sentences(args), scanFailed: (args) => link.notify.scanFailed(args) },
      { afterMessages: (callback) => void setImmediate(callback), open: (reader) => this.open(reader) },
    );
    const scan = (args: ScanRequest) => {
      if (args.text === this.deadly) kill('The worker ran out of memory.');
      else service.scan(args);
    };
    const link = createLink<ReaderMethods, ReaderEvents>(end, { ...service, scan }, { transfer: true });
    return {
      ...host,
      onClose(callback) {
        closes.add(callback);
        return () => closes.delete(callback);
      },
      terminate: () => {
        this.terminated++;
        link.dispose();
      },
    };
  }

  private open(reader: Uint8Array): FakeReader {
    const labels = new TextDecoder().decode(reader);
    if (labels === '') throw new Error('This is no reader.');
    return new FakeReader(labels.split(' '));
  }
}

const THREE = new TextEncoder().encode('negative neutral positive');
const TWO = new TextEncoder().encode('no yes');

describe('the worker that reads', () => {
  let workers: FakeWorkers;
  let worker: ReaderWorker;
  let told: ScannedSentences[];
  let failed: { document: string; version: number; problem: string }[];
  let problems: string[];
  let watchers: (() => void)[];

  const request = (document: string, version: number, text = 'This is good.'): ScanRequest => ({
    document,
    version,
    text,
    language: 'plaintext',
    column: null,
    only: [],
    visible: [0, 100],
  });
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      const watcher = () => {
        if (condition()) resolve();
      };
      watchers.push(watcher);
      watcher();
    });
  const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

  beforeEach(() => {
    [workers, told, failed, problems, watchers] = [new FakeWorkers(), [], [], [], []];
    const hear =
      <T>(list: T[]) =>
      (args: T) => {
        list.push(args);
        for (const watcher of watchers) watcher();
      };
    const onProblem = hear(problems);
    worker = new ReaderWorker(workers, { sentences: hear(told), scanFailed: hear(failed) }, { onProblem });
  });
  afterEach(() => worker.dispose());

  it('is started with the first thing that is asked of it', async () => {
    assert.equal(workers.kills.length, 0);
    worker.forget('a');
    assert.equal(workers.kills.length, 0);
    assert.deepEqual((await worker.open(THREE)).labels, ['negative', 'neutral', 'positive']);
    worker.scan(request('a', 1));
    await until(() => told.length > 0);
    assert.deepEqual([workers.kills.length, told[0]!.finished, [...told[0]!.labels]], [1, true, [2]]);
    assert.deepEqual(problems, []);
  });

  it('tells nothing of a document that was forgotten or asked for anew, even when it was on its way', async () => {
    await worker.open(THREE);
    worker.scan(request('a', 1));
    worker.scan(request('b', 1));
    worker.scan(request('b', 2));
    worker.forget('a');
    await until(() => told.length > 0);
    await settled();
    assert.deepEqual(
      told.map(({ document, version }) => [document, version]),
      [['b', 2]],
    );
  });

  it('keeps the reader that is open when another file is none', async () => {
    await worker.open(THREE);
    await assert.rejects(worker.open(new Uint8Array()), /This is no reader/);
    worker.scan(request('a', 1));
    await until(() => told.length > 0);
    assert.equal(told[0]!.probabilities.length, 3);
  });

  it('passes on what is asked of one sentence, and the words when it fails', async () => {
    await assert.rejects(worker.read('This is good.', null, null), /No reader is open/);
    await worker.open(THREE);
    await assert.rejects(worker.read('This is good.', null, null), /Asked for This is good/);
  });

  it('comes back after its death with the reader and what it was reading', async () => {
    await worker.open(TWO);
    worker.scan(request('done', 1));
    await until(() => told.length === 1);
    worker.scan(request('a', 5));
    workers.kills[0]!('The worker ended (exit code 1).');
    await until(() => told.length === 2);
    assert.deepEqual(
      told.map(({ document, version }) => [document, version]),
      [
        ['done', 1],
        ['a', 5],
      ],
    );
    assert.equal(told[1]!.probabilities.length, 2);
    assert.deepEqual([workers.kills.length, workers.terminated], [2, 1]);
    assert.deepEqual([problems, failed], [['The worker ended (exit code 1).'], []]);
  });

  it('is not started again while there is nothing to read', async () => {
    await worker.open(TWO);
    workers.kills[0]!('The worker ended (exit code 1).');
    await settled();
    assert.equal(workers.kills.length, 1);
    worker.scan(request('a', 1));
    await until(() => told.length === 1);
    assert.equal(told[0]!.probabilities.length, 2);
  });

  it('gives up after a second death in a row, says so, and tries again when it is asked', async () => {
    await worker.open(THREE);
    workers.deadly = 'A deadly text.';
    worker.scan(request('a', 1, workers.deadly));
    worker.scan(request('b', 1));
    await until(() => failed.length === 2);
    assert.deepEqual(
      failed.map(({ document, version }) => [document, version]),
      [
        ['a', 1],
        ['b', 1],
      ],
    );
    assert.match(failed[0]!.problem, /ran out of memory.*started again once/);
    assert.equal(workers.kills.length, 2);
    worker.scan(request('b', 2));
    await until(() => told.length === 1);
    assert.equal(workers.kills.length, 3);
  });

  it('rejects what waits for an answer when it dies', async () => {
    const opening = worker.open(THREE);
    workers.kills[0]!('The worker ended (exit code 1).');
    await assert.rejects(opening, /exit code 1/);
    assert.equal((await worker.open(TWO)).labels.length, 2);
  });

  it('says so when it cannot be started', async () => {
    workers.failsToStart = true;
    worker.scan(request('a', 1));
    assert.match(failed[0]!.problem, /No more threads/);
    await assert.rejects(worker.open(THREE), /No more threads/);
  });

  it('is silent once it was disposed of', async () => {
    await worker.open(THREE);
    worker.scan(request('a', 1));
    worker.dispose();
    worker.scan(request('a', 2));
    await assert.rejects(worker.read('This is good.', null, null), /Reading has ended/);
    await settled();
    assert.deepEqual([told, failed, workers.terminated], [[], [], 1]);
  });
});
