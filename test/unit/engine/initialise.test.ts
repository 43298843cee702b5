import { strict as assert } from 'node:assert';
import { initialParameters } from '../../../src/engine/initialise';
import { parameterTable } from '../../../src/engine/parameters';
import type { CellName, ModelShape } from '../../../src/engine/types';

const H = 24;

function shapeOf(cell: CellName, layers = 2): ModelShape {
  return { cell, layers, vocabularySize: 40, outputSize: 30, embeddingSize: 50, hiddenSize: H };
}

function find(cell: CellName, name: string, seed = 1): Float32Array | Float64Array {
  return initialParameters(shapeOf(cell), seed).find((array) => array.name === name)!.data;
}

function meanSquare(data: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] * data[i];
  return sum / data.length;
}

describe('initial parameters', () => {
  for (const cell of ['rnn_tanh', 'rnn_relu', 'lstm', 'gru'] as const) {
    it(`have the names, shapes and sizes of ${cell}’s table`, () => {
      const table = parameterTable(shapeOf(cell));
      const arrays = initialParameters(shapeOf(cell), 1);
      assert.deepEqual(
        arrays.map(({ name, shape, data }) => [name, shape, data.length]),
        table.map(({ name, shape }) => [name, shape, shape.reduce((a, b) => a * b)]),
      );
    });

    it(`make each gate’s recurrent block of ${cell} orthogonal`, () => {
      const data = find(cell, 'rnn.weight_hh_l1');
      for (let block = 0; block < data.length; block += H * H) {
        for (let i = 0; i < H; i++) {
          for (let j = 0; j <= i; j++) {
            let product = 0;
            for (let k = 0; k < H; k++) product += data[block + i * H + k] * data[block + j * H + k];
            assert.ok(Math.abs(product - (i === j ? 1 : 0)) < 1e-12, `rows ${i} and ${j}`);
          }
        }
      }
    });
  }

  it('spread each recurrent weight as a uniformly random orthogonal matrix does', () => {
    const shape = { ...shapeOf('rnn_tanh', 1), hiddenSize: 100 };
    const weights = initialParameters(shape, 1).find(({ name }) => name === 'rnn.weight_hh_l0')!.data;
    const data = Array.from(weights);
    // One entry has variance 1/H and the normal's fourth moment 3/H² (but for terms of order 1/H³).
    const fourth = data.reduce((sum, weight) => sum + weight ** 4, 0) / data.length;
    assert.ok(Math.abs(fourth * 100 * 100 - 3) < 0.3, String(fourth * 100 * 100));
    const mean = data.reduce((sum, weight) => sum + weight, 0) / data.length;
    assert.ok(Math.abs(mean) < 0.003, String(mean));
    const trace = Array.from({ length: 100 }, (_, i) => data[i * 101]).reduce((sum, weight) => sum + weight);
    assert.ok(Math.abs(trace) < 4, String(trace));
  });

  it('have an orthogonal recurrent weight of one unit: ±1', () => {
    const arrays = initialParameters({ ...shapeOf('gru', 1), hiddenSize: 1 }, 1);
    assert.ok(arrays.find(({ name }) => name === 'rnn.weight_hh_l0')!.data.every((weight) => Math.abs(weight) === 1));
  });

  it('give the LSTM’s forget gate alone a bias, 1 in sum', () => {
    const inputSide = find('lstm', 'rnn.bias_ih_l0');
    const recurrentSide = find('lstm', 'rnn.bias_hh_l0');
    inputSide.forEach((bias, i) => {
      assert.equal(bias + recurrentSide[i], i >= H && i < 2 * H ? 1 : 0);
    });
    assert.deepEqual(inputSide, recurrentSide);
    for (const cell of ['gru', 'rnn_tanh'] as const) assert.equal(meanSquare(find(cell, 'rnn.bias_hh_l0')), 0);
  });

  it('draw the embedding from N(0, 1) and the other weights from U(±1/√H)', () => {
    assert.ok(Math.abs(meanSquare(find('gru', 'embedding.weight')) - 1) < 0.1);
    const bound = 1 / Math.sqrt(H);
    for (const name of ['rnn.weight_ih_l0', 'rnn.weight_ih_l1', 'output.weight']) {
      const data = find('gru', name);
      assert.ok(
        data.every((weight) => Math.abs(weight) <= bound),
        name,
      );
      assert.ok(Math.abs(meanSquare(data) / (bound * bound) - 1 / 3) < 0.04, name);
    }
  });

  it('are the same for the same seed, and others for another', () => {
    assert.deepEqual(initialParameters(shapeOf('lstm'), 5), initialParameters(shapeOf('lstm'), 5));
    for (const name of ['embedding.weight', 'rnn.weight_hh_l0', 'output.weight']) {
      assert.notDeepEqual(find('lstm', name, 5), find('lstm', name, 6), name);
    }
  });

  it('of one tensor do not depend on how many layers there are', () => {
    const deep = new Map(initialParameters(shapeOf('gru', 3), 5).map(({ name, data }) => [name, data]));
    for (const { name, data } of initialParameters(shapeOf('gru', 1), 5)) assert.deepEqual(deep.get(name), data, name);
  });

  it('differ between layers', () => {
    assert.notDeepEqual(find('gru', 'rnn.weight_hh_l0'), find('gru', 'rnn.weight_hh_l1'));
  });
});
