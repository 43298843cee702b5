import { strict as assert } from 'node:assert';
import { sharedSimdKernels } from '../../../src/engine/kernels/simd/simd';
import { SecondThread, type StartThread } from '../../../src/engine/secondThread';
import { CANCELLED, type Engine } from '../../../src/engine/types';
import { B, T, flat, flatStates, randomBatch, randomStates, run, smallEngine } from './support';
import { startThread } from './threads';

async function withTwoThreads(engine: Engine): Promise<Engine> {
  while (engine.threads < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  return engine;
}

/** Everything that can be read after a batch. */
function everything(engine: Engine): unknown {
  return {
    gradients: flat(engine.readGradients()),
    final: flatStates(engine.finalStates('training')),
    initial: flatStates(engine.initialGradients('training')),
    traces: [0, 1, 2].map((row) => [...engine.trace('training', row)].map(([id, values]) => [id, [...values]])),
    items: engine.itemisedNorms(),
    item: [...engine.itemisedGradient('rnn.weight_hh_l0', 3).data],
  };
}

describe('an engine with a second thread', function () {
  this.timeout(20_000);
  before(function () {
    if (!sharedSimdKernels()) this.skip();
  });

  for (const cell of ['lstm', 'gru'] as const)
    it(`leaves the same losses, gradients, states and traces of every row as one thread (${cell})`, async () => {
      const one = smallEngine({ cell, layers: 2, precision: 'float32' });
      const two = await withTwoThreads(smallEngine({ cell, layers: 2, precision: 'float32' }, { startThread }));
      for (const seed of [1, 2, 3]) {
        const batch = { ...randomBatch(seed, T, B, [7, 2, 5]), initial: randomStates(seed, one) };
        assert.deepEqual(run(two, batch, 3), run(one, batch, 3));
        assert.deepEqual(everything(two), everything(one));
        assert.deepEqual(two.evaluate(batch), one.evaluate(batch));
        run(one, batch);
        run(two, batch);
        assert.deepEqual(two.update(1), one.update(1));
        assert.deepEqual(flat(two.readParameters()), flat(one.readParameters()));
      }
      two.dispose();
    });

  it('trains alone until the thread has started, and after it was disposed of', () => {
    const engine = smallEngine({ precision: 'float32' }, { startThread });
    assert.equal(engine.threads, 1);
    const { loss } = run(engine, randomBatch(1));
    engine.dispose();
    assert.equal(engine.threads, 1);
    assert.equal(run(engine, randomBatch(1)).loss, loss);
  });

  it('abandons both halves when cancelled, and goes on afterwards', async () => {
    const engine = await withTwoThreads(smallEngine({ precision: 'float32' }, { startThread }));
    const expected = run(engine, randomBatch(1)).loss;
    let polls = 0;
    assert.equal(
      engine.gradients(randomBatch(2), 0, () => ++polls > 3),
      CANCELLED,
    );
    assert.equal(engine.threads, 2);
    assert.equal(run(engine, randomBatch(1)).loss, expected);
    engine.dispose();
  });

  it('does with one row, which has no second half', async () => {
    const engine = await withTwoThreads(smallEngine({ precision: 'float32' }, { startThread }));
    const batch = randomBatch(4, T, 1);
    assert.equal(run(engine, batch).loss, run(smallEngine({ precision: 'float32' }), batch).loss);
    engine.dispose();
  });

  it('gives up a thread that shows no life, so that its half is run elsewhere', () => {
    const { shape, sizes } = smallEngine();
    const options = { shape, sizes, precision: 'float32', seed: 1, optimizer: 'sgd', learningRate: 0 } as const;
    let terminated = false;
    const thread = new SecondThread(
      ({ mailbox }) => {
        // As if it had started up and then died.
        Atomics.store(new Int32Array(mailbox), 0, 1);
        return { terminate: () => void (terminated = true) };
      },
      options,
      new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }),
      20,
    );
    assert.ok(thread.ready);
    thread.begin({ steps: 1, rows: 1 }, null);
    assert.equal(
      thread.finish(() => false),
      null,
    );
    assert.deepEqual([thread.answered, thread.ready, terminated], [false, false, true]);
  });

  it('never waits for a thread that does not start', () => {
    const silent: StartThread = () => ({ terminate: () => undefined });
    const engine = smallEngine({ precision: 'float32' }, { startThread: silent });
    assert.equal(run(engine, randomBatch(1)).loss, run(smallEngine({ precision: 'float32' }), randomBatch(1)).loss);
    assert.equal(engine.threads, 1);
  });
});
