import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { decodeCheckpoint } from '../../../src/formats/checkpoint';
import type { Subscription } from '../../../src/protocol/frame';
import { scalar } from '../../../src/protocol/run';
import type { RunConfig } from '../../../src/protocol/run';
import { TrainingPool } from '../../../src/training/pool';
import type { RunListener } from '../../../src/training/pool';
import { nodeWorkerStarter } from '../../../src/training/startWorker.node';
import type { WorkerPort, WorkerStarter } from '../../../src/training/workerPort';
import { parameterBytes, SMALL, TEXT, trainTo, makeTrainer } from './corpus';

const ENDLESS: RunConfig = { ...SMALL, patience: 0, maxSteps: 1_000_000 };
/** A model whose single step takes long. */
const SLOW: Partial<RunConfig> = { hiddenSize: 256, batchSize: 16, sequenceLength: 96 };
const SUBSCRIPTION: Subscription = { kind: 'training', tensors: ['l0.h'], from: 0, to: 5 };

type Told<K extends keyof RunListener> = Parameters<RunListener[K]>[0];

/** Remembers what one run tells, and waits for it. */
class Ear implements RunListener {
  readonly told: Told<'progress'>[] = [];
  readonly frames: Told<'frame'>[] = [];
  readonly recoveries: Told<'recovery'>[] = [];
  private watchers: (() => void)[] = [];
  progress = (args: Told<'progress'>) => this.hear(this.told, args);
  frame = (args: Told<'frame'>) => this.hear(this.frames, args);
  recovery = (args: Told<'recovery'>) => this.hear(this.recoveries, args);

  get last(): Told<'progress'> {
    return this.told.at(-1)!;
  }

  get step(): number {
    return scalar(this.last.scalars, 'step');
  }

  get reasons(): readonly string[] {
    return this.told.flatMap(({ reason }) => reason?.code ?? []);
  }

  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const watcher = () => {
        if (condition()) resolve();
      };
      this.watchers.push(watcher);
      watcher();
    });
  }

  private hear<T>(list: T[], args: T): void {
    list.push(args);
    for (const watcher of this.watchers) watcher();
  }
}

describe('the pool of workers', function () {
  this.timeout(30_000);
  let folder: string;
  let file: string;
  let ports: WorkerPort[];
  let pool: TrainingPool;
  let problems: string[];

  /** Workers from `fileOf(i)` for the i-th start. */
  const starter = (fileOf: (index: number) => string, sharesMemory = true, threads = 1): WorkerStarter => ({
    sharesMemory,
    start() {
      const port = nodeWorkerStarter(fileOf(ports.length), threads).start();
      ports.push(port);
      return port;
    },
  });
  const open = (options: { cores?: number; grace?: number; from?: WorkerStarter } = {}) => {
    const { cores = 2, grace, from = starter(() => file) } = options;
    const onProblem = (problem: string) => void problems.push(problem);
    pool = new TrainingPool(from, { cores, onProblem, ...(grace ? { graceMilliseconds: grace } : {}) });
    return pool;
  };
  const create = async (run: string, config: Partial<RunConfig> = {}, checkpoint: Uint8Array | null = null) => {
    const ear = new Ear();
    return { ear, run: await pool.create({ run, config: { ...ENDLESS, ...config }, text: TEXT, checkpoint }, ear) };
  };
  const stepOf = (checkpoint: Uint8Array) => decodeCheckpoint(checkpoint).step;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'unroll-pool-'));
    file = join(folder, 'worker.cjs');
    const entry = join(__dirname, '../../../src/worker.node.ts');
    await build({
      entryPoints: [entry],
      outfile: file,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
    });
    writeFileSync(join(folder, 'broken.cjs'), 'process.exit(3);');
  });
  beforeEach(() => {
    ports = [];
    problems = [];
  });
  afterEach(() => pool.dispose());
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('starts no worker before there is a run, and one ahead when warmed', async () => {
    open();
    assert.equal(ports.length, 0);
    pool.warm();
    pool.warm();
    assert.equal(ports.length, 1);
    await create('a');
    assert.equal(ports.length, 1);
  });

  it('leaves one core to the editor and spreads runs over the rest', async () => {
    open({ cores: 3 });
    for (const run of ['a', 'b', 'c']) await create(run);
    assert.equal(ports.length, 2);
  });

  it('trains in a real worker to the same bits as here', async () => {
    open();
    const { run, ear } = await create('a', { maxSteps: 60 });
    await run.start();
    await ear.until(() => ear.last.phase === 'finished');
    const here = trainTo(makeTrainer({ patience: 0 }), 60);
    const there = decodeCheckpoint(await run.checkpoint()).parameters;
    assert.deepEqual(Buffer.concat(there.map(({ data }) => Buffer.from(data.slice().buffer))), parameterBytes(here));
  });

  it('trains to the same bits when two threads share each batch, and ends both with the run', async () => {
    open({ from: starter(() => file, true, 2) });
    const { ear, run } = await create('a', { maxSteps: 200, batchSize: 4, hiddenSize: 32 });
    run.start();
    await ear.until(() => ear.last.phase === 'finished');
    const here = trainTo(makeTrainer({ patience: 0, batchSize: 4, hiddenSize: 32 }), 200);
    const there = decodeCheckpoint(await run.checkpoint()).parameters;
    assert.deepEqual(Buffer.concat(there.map(({ data }) => Buffer.from(data.slice().buffer))), parameterBytes(here));
    await run.dispose();
    assert.deepEqual(problems, []);
  });

  it('rejects settings and texts with words and keeps the worker', async () => {
    open();
    await assert.rejects(create('a', { hiddenSize: 0 }), /hidden size must be/);
    await create('a');
    await assert.rejects(create('a'), /exists already/);
    assert.equal(ports.length, 1);
  });

  it('pauses in the middle of a long step and resumes without losing one', async () => {
    open();
    const { run, ear } = await create('a', SLOW);
    await run.start();
    await ear.until(() => ear.step >= 1);
    await run.pause();
    const { step } = ear;
    assert.equal(ear.last.phase, 'paused');
    assert.equal(stepOf(await run.checkpoint()), step);
    await run.start();
    await ear.until(() => ear.step > step);
    assert.equal(ports.length, 1, 'no worker had to be ended');
  });

  it('sends recovery checkpoints while a run trains', async () => {
    open();
    const { run, ear } = await create('a');
    await run.start();
    await ear.until(() => ear.recoveries.length >= 2);
    assert.ok(ear.recoveries.every(({ step, checkpoint }) => stepOf(checkpoint) === step));
  });

  it('goes on in a new worker when the worker dies, as it was, and says so once', async () => {
    open();
    const { run, ear } = await create('a');
    run.subscribe(SUBSCRIPTION);
    await run.start();
    await ear.until(() => ear.recoveries.length >= 1 && ear.frames.length >= 2);
    run.acknowledge(2);
    const saved = ear.recoveries.at(-1)!.step;
    const before = ear.frames.length;
    ports[0]!.terminate();
    await ear.until(() => ear.reasons.includes('workerDied'));
    const revived = ear.told.findIndex(({ reason }) => reason?.code === 'workerDied');
    await ear.until(() => ear.step > saved && ear.frames.length > before + 1);
    await run.pause();
    assert.ok(scalar(ear.told[revived]!.scalars, 'step') >= saved);
    assert.equal(ear.told[revived]!.replace, true);
    assert.match(ear.told[revived]!.reason!.message, /worker ended .*restored from its last checkpoint/);
    assert.equal(ear.reasons.length, 1);
    assert.ok(ear.frames.every(({ number }, i) => i === 0 || number > ear.frames[i - 1]!.number));
    assert.equal(problems.length, 1);
  });

  it('restores a paused run as paused, from the bytes of its pause', async () => {
    open();
    const { run, ear } = await create('a');
    await run.step();
    await run.step();
    const before = decodeCheckpoint(await run.checkpoint()).parameters;
    ports[0]!.terminate();
    await ear.until(() => ear.reasons.includes('workerDied'));
    assert.deepEqual(decodeCheckpoint(await run.checkpoint()).parameters, before);
    assert.deepEqual([ear.last.phase, ear.step], ['paused', 2]);
  });

  it('restores every run of a dead worker', async () => {
    open();
    const [a, b] = [await create('a'), await create('b')];
    await a.run.start();
    ports[0]!.terminate();
    await Promise.all([a, b].map(({ ear }) => ear.until(() => ear.reasons.includes('workerDied'))));
    await a.ear.until(() => a.ear.last.phase === 'running');
    assert.deepEqual([b.ear.last.phase, ports.length], ['paused', 2]);
  });

  it('rejects what was asked of a dead worker instead of waiting for ever', async () => {
    open();
    const { run } = await create('a');
    const asked = run.ask('sample', { length: 4096, temperature: 1, seed: 1 });
    ports[0]!.terminate();
    await assert.rejects(asked, /worker ended/);
  });

  it('gives a run up after a few deaths, says so, and takes it up again when asked', async () => {
    let broken = false;
    open({ from: starter(() => (broken ? join(folder, 'broken.cjs') : file)) });
    const { run, ear } = await create('a');
    await run.step();
    broken = true;
    ports[0]!.terminate();
    await ear.until(() => ear.last.phase === 'failed');
    assert.equal(ear.last.reason?.code, 'workerDied');
    assert.match(ear.last.reason!.message, /exit code 3.*Resume continues/);
    assert.equal(ports.length, 4, 'three revivals were tried');
    await assert.rejects(run.checkpoint(), /exit code 3/);
    broken = false;
    await run.start();
    await ear.until(() => ear.last.phase === 'running' && ear.step > 1);
  });

  it('rejects a run whose worker dies while it is made ready, with the next step', async () => {
    open({ from: starter(() => join(folder, 'broken.cjs')) });
    await assert.rejects(create('a'), /exit code 3.*Choose less text or a smaller model/);
  });

  it('ends a worker that shares no memory when a long step keeps it from pausing, without a word to the user', async () => {
    open({ grace: 20, from: starter(() => file, false) });
    const { run, ear } = await create('a', SLOW);
    while (ports.length < 2) {
      // A pause that happens to fall between two steps is heeded at once; the next one may not.
      const { length } = ear.recoveries;
      await run.start();
      await ear.until(() => ear.recoveries.length > length);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await run.pause();
    }
    await ear.until(() => ear.last.phase === 'paused');
    assert.deepEqual([ports.length, ear.reasons.length], [2, 0]);
    assert.ok(ear.step >= ear.recoveries[0]!.step);
    assert.match(problems[0]!, /did not stop in time/);
  });

  it('stops a run with its last checkpoint', async () => {
    open();
    const { run, ear } = await create('a');
    await run.start();
    await ear.until(() => ear.step > 3);
    const bytes = await run.stop();
    assert.deepEqual([stepOf(bytes), ear.last.phase], [ear.step, 'stopped']);
  });

  it('resets a run, and does not bring the old state back when the worker dies then', async () => {
    open();
    const { run, ear } = await create('a');
    await run.start();
    await ear.until(() => ear.step > 3);
    await run.reset();
    assert.deepEqual([ear.last.phase, ear.step], ['paused', 0]);
    ports[0]!.terminate();
    await ear.until(() => ear.reasons.includes('workerDied'));
    assert.equal(ear.step, 0);
  });

  it('tells a disposed run nothing more and makes room for its name', async () => {
    open();
    const { run, ear } = await create('a');
    await run.start();
    await ear.until(() => ear.step > 0);
    await run.dispose();
    const { length } = ear.told;
    const again = await create('a');
    await again.run.step();
    assert.equal(ear.told.length, length);
  });

  it('ends its workers and answers nothing more when it is disposed', async () => {
    open();
    const { run } = await create('a');
    await run.start();
    pool.dispose();
    await assert.rejects(run.checkpoint(), /Training has ended/);
  });
});
