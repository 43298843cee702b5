import { strict as assert } from 'node:assert';
import { createEngine } from '../../../src/engine/createEngine';
import type { Engine, ModelShape, NamedArray } from '../../../src/engine/types';
import { B, CELL_NAMES, E, H, T, V, randomBatch, relativeError, run } from './support';

function bothWays(cell: ModelShape['cell'], layers = 1): Engine {
  const shape = {
    cell,
    layers,
    vocabularySize: V,
    outputSize: V,
    embeddingSize: E,
    hiddenSize: H,
    bidirectional: true,
  };
  const sizes = { steps: T, rows: B, probeSteps: T };
  return createEngine({ shape, sizes, seed: 3, precision: 'float64', optimizer: 'sgd', learningRate: 0.01 });
}

/** The reverse direction gets the forward one's parameters. */
function mirror(engine: Engine): void {
  const parameters = engine.readParameters();
  engine.writeParameters(
    parameters
      .filter(({ name }) => name.endsWith('_reverse'))
      .map((array): NamedArray => {
        const { data } = parameters.find(({ name }) => `${name}_reverse` === array.name)!;
        return { ...array, data };
      }),
  );
}

for (const cell of CELL_NAMES)
  describe(`a ${cell} that reads both ways`, () => {
    it('with equal weights reads a palindrome as its own mirror image', () => {
      const engine = bothWays(cell);
      mirror(engine);
      const batch = randomBatch(1);
      const inputs = batch.inputs.map((_, i) => {
        const [t, b] = [Math.floor(i / B), i % B];
        return batch.inputs[Math.min(t, T - 1 - t) * B + b];
      });
      run(engine, { ...batch, inputs });
      const trace = engine.trace('training', 1);
      const reversed = Float64Array.from({ length: T * H }, (_, i) => {
        const [t, j] = [Math.floor(i / H), i % H];
        return trace.get('l0_reverse.h')![(T - 1 - t) * H + j];
      });
      assert.deepEqual(Float64Array.from(trace.get('l0.h')!), reversed);
    });

    it('starts each row from its own end: what lies behind it changes nothing', () => {
      const engine = bothWays(cell, 2);
      const batch = randomBatch(2, T, B, [7, 3, 5]);
      const loss = run(engine, batch).loss;
      const trace = engine.trace('training', 1);
      const padded = (values: Int32Array): Int32Array =>
        values.map((value, i) => (Math.floor(i / B) >= batch.lengths[i % B] ? 0 : value));
      assert.equal(run(engine, { ...batch, inputs: padded(batch.inputs), targets: padded(batch.targets) }).loss, loss);
      for (const id of ['l0_reverse.h', 'l1_reverse.h', 'l1.dh'])
        assert.equal(relativeError(engine.trace('training', 1).get(id)!, trace.get(id)!), 0, id);
    });

    it('sees later tokens: an early loss reaches states at later timesteps', () => {
      const engine = bothWays(cell);
      const batch = randomBatch(3);
      run(engine, { ...batch, targets: batch.targets.map((target, i) => (i < B ? target : -1)) });
      const trace = engine.trace('training', 0);
      const at = (id: string, t: number): number => Math.hypot(...trace.get(id)!.subarray(t * H, (t + 1) * H));
      assert.ok(at('l0_reverse.dh', 2) > 0, 'backwards through the reverse direction');
      assert.equal(at('l0.dh', 2), 0);
    });

    it('names the tensors of both directions', () => {
      const ids = bothWays(cell)
        .schema(T)
        .filter(({ role }) => role === 'state')
        .map(({ id, direction }) => `${id} ${direction}`);
      assert.deepEqual(ids, ['l0.h forward', 'l0_reverse.h reverse']);
    });
  });

describe('the wiring of a model that reads both ways', () => {
  const { nodes, edges } = bothWays('lstm', 2).wiring;

  it('lets reverse states depend on the timestep after', () => {
    const lags = edges.filter(({ from, to }) => from === to).map(({ to, lag }) => `${to} ${lag}`);
    assert.deepEqual(lags, [
      ...['l0.h 1', 'l0.c 1', 'l0_reverse.h -1', 'l0_reverse.c -1'],
      ...['l1.h 1', 'l1.c 1', 'l1_reverse.h -1', 'l1_reverse.c -1'],
    ]);
  });

  it('feeds both directions of a layer to both of the next, and to the output', () => {
    const into = (id: string): string[] =>
      edges
        .filter(({ to, lag, from }) => to === id && lag === 0 && from !== id.replace('.h', '.c'))
        .map(({ from }) => from);
    assert.deepEqual(into('l1_reverse.h'), ['l0.h', 'l0_reverse.h']);
    assert.deepEqual(into('y'), ['l1.h', 'l1_reverse.h']);
    assert.equal(new Set(nodes.map(({ id }) => id)).size, nodes.length);
  });
});

describe('sampling step by step', () => {
  it('is refused by a model that reads both ways', () => {
    assert.throws(() => bothWays('gru').advance(0, null), /reads tokens in one direction/);
  });
});
