import assert from 'node:assert/strict';
import { decodeCheckpoint } from '../../../src/formats/checkpoint';
import { workerGuards } from '../../../src/protocol/guards';
import { createLink } from '../../../src/protocol/link';
import type { Link } from '../../../src/protocol/link';
import type { WorkerEvents, WorkerMethods } from '../../../src/protocol/messages';
import { scalar } from '../../../src/protocol/run';
import type { RunConfig } from '../../../src/protocol/run';
import { serveWorker } from '../../../src/worker';
import { makeTrainer, SMALL, TEXT, trainTo } from './corpus';
import { wire } from './wire';

type Told<K extends keyof WorkerEvents> = Parameters<WorkerEvents[K]>[0];

/** A service and its host in one thread, with everything that the host was told. */
class Desk {
  readonly progress: Told<'progress'>[] = [];
  readonly frames: Told<'frame'>[] = [];
  readonly recoveries: Told<'recovery'>[] = [];
  readonly problems: string[] = [];
  readonly worker: Link<WorkerMethods>;
  private readonly service: Link<WorkerEvents>;
  private watchers: (() => void)[] = [];

  constructor() {
    const [host, worker] = wire();
    this.service = serveWorker(worker, { afterMessages: (callback) => void setImmediate(callback) });
    const hear =
      <T>(list: T[]) =>
      (told: T) => {
        list.push(told);
        for (const watcher of this.watchers) watcher();
      };
    const events = { progress: hear(this.progress), frame: hear(this.frames), recovery: hear(this.recoveries) };
    const onProblem = (problem: string) => void this.problems.push(problem);
    this.worker = createLink<WorkerEvents, WorkerMethods>(host, events, { guards: workerGuards, onProblem });
  }

  create(run: string, config: Partial<RunConfig> = {}, more: Partial<Parameters<WorkerMethods['create']>[0]> = {}) {
    const args = {
      run,
      config: { ...SMALL, patience: 0, ...config },
      text: TEXT,
      checkpoint: null,
      flag: null,
      ...more,
    };
    return this.worker.call.create(args);
  }

  last(run: string): Told<'progress'> {
    return this.progress.filter((told) => told.run === run).at(-1)!;
  }

  stepOf(run: string): number {
    return scalar(this.last(run).scalars, 'step');
  }

  /** Resolves as soon as what was told makes `condition` true. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watcher = () => {
        if (!condition()) return;
        this.watchers = this.watchers.filter((other) => other !== watcher);
        resolve();
      };
      this.watchers.push(watcher);
      watcher();
    });
  }

  async close(): Promise<void> {
    for (const run of new Set(this.progress.map((told) => told.run)))
      await this.worker.call.dispose({ run }).catch(() => undefined);
    this.worker.dispose();
    this.service.dispose();
  }
}

describe('the service in a worker', () => {
  let desk: Desk;
  beforeEach(() => (desk = new Desk()));
  afterEach(async () => {
    await desk.close();
    assert.deepEqual(desk.problems, []);
  });

  it('makes a run ready, paused at step 0, and describes it', async () => {
    const info = await desk.create('a');
    assert.equal(info.modelLine, `LSTM · 8 units · 1 layer · ${info.parameterCount.toLocaleString('en')} parameters`);
    assert.equal(info.tokenStarts.length, info.tokenCount);
    assert.equal(info.tokenEnds.at(-1), TEXT.length);
    assert.deepEqual([desk.last('a').phase, desk.stepOf('a'), desk.last('a').replace], ['paused', 0, true]);
  });

  it('describes a run twice when two are made of the same text', async () => {
    const [a, b] = [await desk.create('a'), await desk.create('b')];
    assert.deepEqual(a.tokenStarts, b.tokenStarts);
  });

  it('trains until its end and says why it ended', async () => {
    await desk.create('a', { maxSteps: 60 });
    await desk.worker.call.start({ run: 'a' });
    await desk.until(() => desk.last('a').phase === 'finished');
    assert.deepEqual([desk.stepOf('a'), desk.last('a').reason?.code], [60, 'maxSteps']);
    const steps = desk.progress.flatMap(({ curves }) => [...curves.train.steps]);
    assert.deepEqual(
      steps,
      Array.from({ length: 60 }, (_, i) => i + 1),
    );
  });

  it('pauses between two steps and stays paused', async () => {
    await desk.create('a', { maxSteps: 100_000 });
    await desk.worker.call.start({ run: 'a' });
    await desk.until(() => desk.stepOf('a') > 0);
    await desk.worker.call.pause({ run: 'a' });
    const { length } = desk.progress;
    const step = desk.stepOf('a');
    assert.deepEqual([desk.last('a').phase, desk.last('a').reason], ['paused', null]);
    await desk.worker.call.sample({ run: 'a', length: 50, temperature: 1, seed: 1 });
    assert.deepEqual([desk.progress.length, desk.stepOf('a')], [length, step]);
  });

  it('heeds the shared flag before the message that explains it arrives', async () => {
    const flag = new SharedArrayBuffer(4);
    await desk.create('a', { maxSteps: 100_000 }, { flag });
    await desk.worker.call.start({ run: 'a' });
    await desk.until(() => desk.stepOf('a') > 0);
    Atomics.store(new Int32Array(flag), 0, 1);
    const before = decodeCheckpoint(await desk.worker.call.checkpoint({ run: 'a' })).step;
    await desk.worker.call.pause({ run: 'a' });
    assert.equal(desk.stepOf('a'), before);
    assert.equal(Atomics.load(new Int32Array(flag), 0), 0, 'the flag is lowered again');
    await desk.worker.call.step({ run: 'a' });
    assert.equal(desk.stepOf('a'), before + 1);
  });

  it('makes one step and has made it when it answers', async () => {
    await desk.create('a');
    for (const step of [1, 2, 3]) {
      await desk.worker.call.step({ run: 'a' });
      assert.deepEqual([desk.stepOf('a'), desk.last('a').phase], [step, 'paused']);
    }
  });

  it('saves a recovery checkpoint when it pauses, from which a new run goes on', async () => {
    await desk.create('a');
    await desk.worker.call.step({ run: 'a' });
    await desk.worker.call.step({ run: 'a' });
    const { step, checkpoint } = desk.recoveries.at(-1)!;
    assert.equal(step, 2);
    await desk.create('b', {}, { checkpoint });
    assert.equal(desk.stepOf('b'), 2);
    assert.deepEqual([...desk.last('b').curves.train.steps], [1, 2]);
    await desk.worker.call.step({ run: 'a' });
    await desk.worker.call.step({ run: 'b' });
    const parameters = async (run: string) => decodeCheckpoint(await desk.worker.call.checkpoint({ run })).parameters;
    assert.deepEqual(await parameters('b'), await parameters('a'));
  });

  it('stops with its last checkpoint and may be continued', async () => {
    await desk.create('a');
    await desk.worker.call.step({ run: 'a' });
    const bytes = await desk.worker.call.stop({ run: 'a' });
    assert.equal(decodeCheckpoint(bytes).step, 1);
    assert.deepEqual([desk.last('a').phase, desk.last('a').reason?.code], ['stopped', 'user']);
    await desk.worker.call.step({ run: 'a' });
    assert.equal(desk.stepOf('a'), 2);
  });

  it('resets to the same first step', async () => {
    await desk.create('a');
    const parameters = async () => decodeCheckpoint(await desk.worker.call.checkpoint({ run: 'a' })).parameters;
    await desk.worker.call.step({ run: 'a' });
    const first = await parameters();
    await desk.worker.call.step({ run: 'a' });
    await desk.worker.call.reset({ run: 'a' });
    assert.deepEqual([desk.stepOf('a'), desk.last('a').replace, desk.recoveries.at(-1)!.step], [0, true, 0]);
    assert.equal(desk.last('a').curves.train.steps.length, 0);
    await desk.worker.call.step({ run: 'a' });
    assert.deepEqual(await parameters(), first);
  });

  it('trains two runs side by side, neither waiting for the other', async () => {
    await desk.create('a', { maxSteps: 100_000 });
    await desk.create('b', { maxSteps: 100_000, hiddenSize: 32 });
    await desk.worker.call.start({ run: 'a' });
    await desk.worker.call.start({ run: 'b' });
    await desk.until(() => desk.stepOf('a') >= 30 && desk.stepOf('b') >= 30);
    await Promise.all([desk.worker.call.pause({ run: 'a' }), desk.worker.call.pause({ run: 'b' })]);
    assert.deepEqual([desk.last('a').phase, desk.last('b').phase], ['paused', 'paused']);
  });

  it('trains a run to the same bits alone and beside another', async () => {
    const parametersOf = async (run: string) => {
      await desk.worker.call.start({ run });
      await desk.until(() => desk.last(run).phase === 'finished');
      return decodeCheckpoint(await desk.worker.call.checkpoint({ run })).parameters;
    };
    await desk.create('alone', { maxSteps: 80 });
    const alone = await parametersOf('alone');
    await desk.create('beside', { maxSteps: 80 });
    await desk.create('other', { maxSteps: 80, seed: 9 });
    const [beside] = await Promise.all([parametersOf('beside'), parametersOf('other')]);
    assert.deepEqual(beside, alone);
  });

  it('streams frames to a subscriber, no more than two ahead', async () => {
    await desk.create('a', { maxSteps: 100_000 });
    const subscription = { kind: 'training', tensors: ['l0.h'], from: 0, to: 10 } as const;
    desk.worker.notify.subscribe({ run: 'a', subscription });
    await desk.worker.call.start({ run: 'a' });
    await desk.until(() => desk.frames.length === 2 && desk.stepOf('a') > 100);
    assert.equal(desk.frames.length, 2);
    desk.worker.notify.acknowledge({ run: 'a', number: 2 });
    await desk.until(() => desk.frames.length === 3);
    await desk.worker.call.pause({ run: 'a' });
    assert.deepEqual(desk.frames.map(({ number }) => number).slice(0, 3), [1, 2, 3]);
  });

  it('answers what is asked about the frame on screen', async () => {
    await desk.create('a');
    const subscription = { kind: 'probe', tensors: ['l0.h'], from: 0, to: 10 } as const;
    desk.worker.notify.subscribe({ run: 'a', subscription });
    desk.worker.notify.probe({ run: 'a', from: 20, to: 50 });
    await desk.until(() => desk.frames.some(({ head }) => head.position === 20));
    const { head } = desk.frames.at(-1)!;
    const slice = await desk.worker.call.fetch({ key: head, tensor: 'logits', from: 0, to: head.length });
    assert.ok(slice.data.length > 0);
    assert.equal((await desk.worker.call.inspect({ key: head, column: 3 })).position, 23);
    const gone = { ...head, step: 77 };
    await assert.rejects(desk.worker.call.inspect({ key: gone, column: 3 }), /step 77 is no longer kept/);
  });

  it('draws a sample while it trains', async () => {
    await desk.create('a', { maxSteps: 100_000 });
    await desk.worker.call.start({ run: 'a' });
    const sample = await desk.worker.call.sample({ run: 'a', length: 40, temperature: 0.8, seed: 3 });
    assert.equal(sample.text.length, 40);
    assert.deepEqual([desk.last('a').phase, desk.last('a').reason], ['running', null]);
  });

  it('replays a step to the bit while the run trains on, and branches from it', async () => {
    await desk.create('a', { maxSteps: 100_000 });
    await desk.worker.call.start({ run: 'a' });
    await desk.until(() => desk.stepOf('a') > 60);
    const steps = await desk.worker.call.snapshots({ run: 'a' });
    assert.deepEqual([...steps.slice(0, 3)], [0, 1, 2]);
    const bytes = await desk.worker.call.replay({ run: 'a', step: 43 });
    const state = decodeCheckpoint(bytes);
    const expected = trainTo(makeTrainer({ patience: 0, maxSteps: 100_000 }), 43).state();
    assert.deepEqual([state.step, state.parameters], [43, expected.parameters]);
    const branch = await desk.worker.call.branch({ run: 'a', step: 43, changes: { learningRate: 0.02 } });
    assert.deepEqual(decodeCheckpoint(branch.checkpoint).parameters, expected.parameters);
    await desk.create('b', branch.config, { checkpoint: branch.checkpoint });
    assert.equal(desk.stepOf('b'), 43);
    const other = desk.worker.call.branch({ run: 'a', step: 43, changes: { hiddenSize: 9 } });
    await assert.rejects(other, /cannot change hiddenSize/);
    assert.deepEqual([desk.last('a').phase, desk.last('a').reason], ['running', null]);
  });

  it('abandons a replay for a later one, and says which steps can be replayed', async () => {
    await desk.create('a', { maxSteps: 100_000, hiddenSize: 32 });
    await desk.worker.call.start({ run: 'a' });
    await desk.until(() => desk.stepOf('a') > 100);
    const first = desk.worker.call.replay({ run: 'a', step: 100 });
    const second = desk.worker.call.replay({ run: 'a', step: 3 });
    await assert.rejects(first, /Another step was asked for/);
    assert.equal(decodeCheckpoint(await second).step, 3);
    const future = desk.worker.call.replay({ run: 'a', step: 10_000_000 });
    await assert.rejects(future, /cannot be replayed; the run remembers steps 0 to/);
  });

  it('checks the gradients of a run while it trains', async () => {
    await desk.create('a', { maxSteps: 100_000 });
    await desk.worker.call.start({ run: 'a' });
    const { passed, place, worst } = await desk.worker.call.checkGradients({ run: 'a' });
    assert.ok(passed, `${worst.join(' ')} at ${place}`);
    assert.deepEqual([desk.last('a').phase, desk.last('a').reason], ['running', null]);
  });

  it('says in words why a text or settings cannot be trained on, and names the reason', async () => {
    await assert.rejects(desk.create('a', {}, { text: '' }), /no text/);
    assert.deepEqual([desk.last('a').phase, desk.last('a').reason?.code], ['failed', 'badInput']);
    await assert.rejects(desk.create('b', { hiddenSize: NaN }), /hidden size must be/);
    await assert.rejects(desk.create('c', { hiddenSize: 4096, layers: 4 }), /needs about/);
    assert.equal(desk.last('c').reason?.code, 'tooLarge');
  });

  it('refuses a broken checkpoint with words', async () => {
    await assert.rejects(desk.create('a', {}, { checkpoint: Uint8Array.of(1, 2, 3) }), /\w+ .*\./);
    assert.equal(desk.last('a').reason?.code, 'badInput');
  });

  it('refuses commands to a run that is not there, and the same run twice', async () => {
    await assert.rejects(desk.worker.call.start({ run: 'ghost' }), /no run "ghost"/);
    await desk.create('a');
    await assert.rejects(desk.create('a'), /exists already/);
    await desk.worker.call.dispose({ run: 'a' });
    await assert.rejects(desk.worker.call.start({ run: 'a' }), /no run "a"/);
  });

  it('fails a run whose loss says nothing any more and keeps the others going', async () => {
    await desk.create('a', { learningRate: 1e6 });
    await desk.create('b', { maxSteps: 100_000 });
    await desk.worker.call.start({ run: 'a' });
    await desk.worker.call.start({ run: 'b' });
    await desk.until(() => desk.last('a').phase === 'failed' && desk.stepOf('b') > 20);
    assert.equal(desk.last('a').reason?.code, 'nonFinite');
  });
});
