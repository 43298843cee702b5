import { strict as assert } from 'node:assert';
import type { Engine, NamedArray } from '../../../src/engine/types';
import { H, T, named, randomBatch, randomStates, relativeError, run, smallEngine } from './support';

/** Large enough to saturate: σ(40) is 1 and σ(-800) is 0 in float64. */
const [OPEN, SHUT] = [40, -800];

function setParameter(engine: Engine, name: string, change: (values: Float64Array) => void): void {
  const array = engine.readParameters().find((candidate) => candidate.name === name)!;
  const data = Float64Array.from(array.data);
  change(data);
  engine.writeParameters([{ ...array, data }]);
}

describe('an LSTM whose forget gate is open and input gate shut', () => {
  const engine = smallEngine({ cell: 'lstm' });
  setParameter(engine, 'rnn.weight_ih_l0', (values) => values.fill(0));
  setParameter(engine, 'rnn.weight_hh_l0', (values) => values.fill(0));
  setParameter(engine, 'rnn.bias_ih_l0', (values) => values.fill(SHUT, 0, H).fill(OPEN, H, 2 * H));
  setParameter(engine, 'rnn.bias_hh_l0', (values) => values.fill(0));
  const initial = randomStates(1, engine);
  const batch = randomBatch(2);
  run(engine, { ...batch, initial, targets: batch.targets.map((target, i) => (i < (T - 1) * 3 ? -1 : target)) });
  const trace = engine.trace('training', 1);

  it('copies its memory to the bit', () => {
    for (let t = 0; t < T; t++)
      assert.deepEqual([...trace.get('l0.c')!.slice(t * H, (t + 1) * H)], [...initial[0].c.subarray(H, 2 * H)]);
  });

  it('carries the gradient of its memory back to the bit: the constant error carousel', () => {
    const dc = trace.get('l0.dc')!;
    const last = dc.slice((T - 1) * H);
    assert.ok(last.some((value) => value !== 0));
    for (let t = 0; t < T; t++) assert.deepEqual(dc.slice(t * H, (t + 1) * H), last);
    assert.deepEqual(engine.initialGradients('training')[0].c.slice(H, 2 * H), last);
  });
});

for (const cell of ['gru', 'gru_reset_before'] as const)
  it(`a ${cell} whose update gate is shut and reset gate open is a vanilla RNN, forward and backward`, () => {
    const rnn = smallEngine({ cell: 'rnn_tanh', seed: 9 });
    const gru = smallEngine({ cell, seed: 10 });
    const shared = rnn.readParameters();
    const block = (array: NamedArray): number => array.data.length;
    const embedded = gru.readParameters().map((array): NamedArray => {
      const source = shared.find(({ name }) => name === array.name)!;
      if (!array.name.startsWith('rnn.')) return { ...array, data: source.data };
      const data = new Float64Array(array.data.length);
      data.set(source.data, 2 * block(source));
      if (array.name.includes('bias_ih')) data.fill(OPEN, 0, H).fill(SHUT, H, 2 * H);
      return { ...array, data };
    });
    gru.writeParameters(embedded);
    const batch = { ...randomBatch(3), initial: randomStates(4, rnn) };
    assert.ok(Math.abs(run(rnn, batch).loss - run(gru, batch).loss) < 1e-14);
    for (const { name, data } of rnn.readGradients()) {
      const found = named(gru.readGradients(), name);
      const candidate = name.startsWith('rnn.') ? found.slice(2 * data.length) : found;
      assert.ok(relativeError(candidate, data) < 1e-12, name);
    }
    const [found, expected] = [gru.trace('training', 2), rnn.trace('training', 2)];
    for (const id of ['l0.h', 'l0.dh', 'logits', 'loss'])
      assert.ok(relativeError(found.get(id)!, expected.get(id)!) < 1e-12, id);
  });

describe('a relu network', () => {
  it('lets no gradient through a unit that is off', () => {
    const engine = smallEngine({ cell: 'rnn_relu' });
    setParameter(engine, 'rnn.weight_ih_l0', (values) => values.fill(0));
    setParameter(engine, 'rnn.bias_ih_l0', (values) => values.fill(-1));
    run(engine, randomBatch(5));
    assert.ok(
      engine
        .trace('training', 0)
        .get('l0.h')!
        .every((value) => value === 0),
    );
    assert.ok(named(engine.readGradients(), 'rnn.bias_ih_l0').every((value) => value === 0));
    assert.ok(named(engine.readGradients(), 'output.bias').some((value) => value !== 0));
  });
});
