import { strict as assert } from 'node:assert';
import { Optimizer, type OptimizerKind } from '../../../src/engine/optimizer';

const KINDS: readonly OptimizerKind[] = ['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw'];

describe('an optimiser', () => {
  it('keeps the moments PyTorch keeps', () => {
    const names = Object.fromEntries(KINDS.map((kind) => [kind, new Optimizer(kind, 0.1).momentNames]));
    assert.deepEqual(names, {
      sgd: [],
      adagrad: ['sum'],
      rmsprop: ['square_avg'],
      adam: ['exp_avg', 'exp_avg_sq'],
      adamw: ['exp_avg', 'exp_avg_sq'],
    });
    assert.deepEqual(new Optimizer('sgd', 0.1, 0.9).momentNames, ['momentum_buffer']);
  });

  it('has PyTorch’s default hyper-parameters', () => {
    const rule = (kind: OptimizerKind) => new Optimizer(kind, 0.1).next(1);
    const average = (keep: number) => ({ keep, take: 1 - keep });
    assert.equal(rule('sgd').first, null);
    assert.deepEqual([rule('adagrad').second, rule('adagrad').epsilon], [{ keep: 1, take: 1 }, 1e-10]);
    assert.deepEqual([rule('rmsprop').second, rule('rmsprop').epsilon], [average(0.99), 1e-8]);
    const { first, second, epsilon, decay } = rule('adam');
    assert.deepEqual([first, second, epsilon, decay], [average(0.9), average(0.999), 1e-8, 0]);
    assert.deepEqual(rule('adamw'), { ...rule('adam'), decay: 0.01 });
    for (const kind of ['sgd', 'adagrad', 'rmsprop'] as const)
      assert.deepEqual([rule(kind).correction1, rule(kind).correction2], [1, 1]);
  });

  it('hands the rate, the gradient’s scale and sgd’s momentum on', () => {
    const { rate, gradientScale, first, second } = new Optimizer('sgd', 0.25, 0.9).next(0.5);
    assert.deepEqual([rate, gradientScale, first, second], [0.25, 0.5, { keep: 0.9, take: 1 }, null]);
  });

  it('corrects the bias by 1 - βᵗ', () => {
    const optimizer = new Optimizer('adam', 0.1);
    for (let t = 1; t <= 50; t++) {
      const { correction1, correction2 } = optimizer.next(1);
      assert.ok(Math.abs(correction1 - (1 - 0.9 ** t)) < 1e-15);
      assert.ok(Math.abs(correction2 - (1 - 0.999 ** t)) < 1e-15);
    }
    assert.equal(optimizer.step, 50);
  });

  it('continues from any step, forwards and back, with the same bits', () => {
    const walked = new Optimizer('adam', 0.1);
    const rules = Array.from({ length: 300 }, () => walked.next(1));
    const jumped = new Optimizer('adam', 0.1);
    for (const step of [299, 7, 0, 150]) {
      jumped.restore(step);
      assert.equal(jumped.step, step);
      assert.deepEqual(jumped.next(1), rules[step]);
    }
  });

  it('refuses a step that cannot be', () => {
    for (const step of [-1, 0.5, NaN]) assert.throws(() => new Optimizer('sgd', 0.1).restore(step), RangeError);
  });
});
