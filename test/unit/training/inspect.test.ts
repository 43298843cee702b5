import assert from 'node:assert/strict';
import { workerGuards } from '../../../src/protocol/guards';
import { inspectColumn } from '../../../src/training/inspect';
import { prepareRun } from '../../../src/training/prepare';
import { softmax } from '../../../src/training/softmax';
import { takeTrace } from '../../../src/training/traces';
import { makeTrainer, SMALL, TEXT, trainTo } from './corpus';

describe('an inspection', () => {
  const trainer = trainTo(makeTrainer({ layers: 2 }), 20);
  const { vocabulary, tokens } = prepareRun(SMALL, TEXT).task;
  const { batch, positions } = trainer.pass!;
  const key = { run: 'r', kind: 'training', step: 20 } as const;
  const trace = takeTrace(trainer.engine, 'training', batch, key, positions[0]!, trainer.scalars());
  const column = 4;
  const inspection = inspectColumn(trace, column, trainer.engine.wiring, vocabulary);
  const at = (id: string) => {
    const values = trace.tensors.get(id)!;
    const width = values.length / trace.head.length;
    return [...values.slice(column * width, (column + 1) * width)];
  };
  const norm = (values: readonly number[]) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  const near = (a: number, b: number) =>
    assert.ok(Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b)), `${a} is not ${b}`);

  it('ranks the tokens by the softmax of the logits', () => {
    const logits = at('logits');
    const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
    const expected = logits
      .map((logit, id) => ({ token: vocabulary[id]!, probability: Math.exp(logit) / sum }))
      .sort((a, b) => b.probability - a.probability)
      .slice(0, 5);
    assert.deepEqual(
      inspection.topTokens,
      expected.map(({ token }) => token),
    );
    inspection.topProbabilities.forEach((probability, i) => near(probability, expected[i]!.probability));
  });

  it('names token, target and position of the column in the text', () => {
    const position = positions[0]! + column;
    assert.deepEqual(
      [inspection.position, inspection.token, inspection.target],
      [position, vocabulary[tokens[position]!], vocabulary[tokens[position + 1]!]],
    );
  });

  it('gives the loss of the step, which is minus the log probability of its target', () => {
    const [loss, probability] = inspection.loss;
    assert.equal(loss, at('loss')[0]);
    assert.ok(Math.abs(loss! + Math.log(probability!)) < 1e-5);
  });

  it('gives the norm of each state and of its gradient, in the order of the wiring', () => {
    assert.deepEqual(inspection.states, ['l0.h', 'l0.c', 'l1.h', 'l1.c']);
    ['l0.h', 'l0.c', 'l1.h', 'l1.c'].forEach((id, i) => near(inspection.stateNorms[i]!, norm(at(id))));
    ['l0.dh', 'l0.dc', 'l1.dh', 'l1.dc'].forEach((id, i) => near(inspection.gradientNorms[i]!, norm(at(id))));
  });

  it('lists the units of the last layer with the largest |h|, strongest first', () => {
    const h = at('l1.h');
    const order = [...h.keys()].sort((a, b) => Math.abs(h[b]!) - Math.abs(h[a]!)).slice(0, 8);
    assert.deepEqual([...inspection.units], order);
    assert.deepEqual(
      [...inspection.unitValues],
      order.map((unit) => h[unit]),
    );
    assert.deepEqual(
      [...inspection.unitGradients],
      order.map((unit) => at('l1.dh')[unit]),
    );
  });

  it('passes the guard of the host', () => {
    assert.equal(workerGuards.results.inspect(inspection), null);
  });

  it('has no loss at a step without a target', () => {
    const targets = new Int32Array(trace.head.length).fill(-1);
    const { loss, target } = inspectColumn({ ...trace, targets }, column, trainer.engine.wiring, vocabulary);
    assert.deepEqual([[...loss], target], [[NaN, NaN], '']);
  });

  it('refuses a column that the trace does not have', () => {
    assert.throws(() => inspectColumn(trace, 10, trainer.engine.wiring, vocabulary), /no timestep 10/);
  });
});

describe('softmax', () => {
  it('adds up to one and survives logits far beyond the range of exp', () => {
    const probabilities = softmax([1000, 999, -1000]);
    assert.ok(Math.abs(probabilities.reduce((a, b) => a + b) - 1) < 1e-15);
    assert.ok(Math.abs(probabilities[0]! / probabilities[1]! - Math.E) < 1e-12);
  });

  it('sharpens with a low temperature and flattens with a high one', () => {
    const at = (temperature: number) => softmax([2, 1, 0], temperature)[0]!;
    assert.ok(at(0.1) > at(1) && at(1) > at(10));
  });
});
