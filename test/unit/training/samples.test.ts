import assert from 'node:assert/strict';
import { prepareRun } from '../../../src/training/prepare';
import { SampleQueue } from '../../../src/training/samples';
import type { SampleRequest } from '../../../src/training/samples';
import { makeTrainer, parameterBytes, SMALL, TEXT, trainTo } from './corpus';

describe('samples', () => {
  const { task } = prepareRun(SMALL, TEXT);
  const config = { hiddenSize: 24, learningRate: 0.02 };
  const trainer = trainTo(makeTrainer(config), 400);
  const draw = async (request: Partial<SampleRequest> = {}) => {
    const queue = new SampleQueue();
    const text = queue.add(trainer.engine, task, { length: 60, temperature: 1, seed: 1, ...request });
    while (queue.waiting) queue.advance();
    return text;
  };

  it('have the length that was asked for', async () => {
    for (const length of [1, 17, 200]) assert.equal((await draw({ length })).length, length);
  });

  it('are the same for the same seed and others for another', async () => {
    assert.equal(await draw({ seed: 5 }), await draw({ seed: 5 }));
    assert.notEqual(await draw({ seed: 5 }), await draw({ seed: 6 }));
  });

  it('repeat what was learned when the likeliest token is taken', async () => {
    assert.match(await draw({ temperature: 0 }), /the tide comes in/);
  });

  it('leave training untouched', async () => {
    const [whole, sampled] = [trainTo(makeTrainer(), 20), trainTo(makeTrainer(), 10)];
    const queue = new SampleQueue();
    void queue.add(sampled.engine, task, { length: 20, temperature: 1, seed: 1 });
    while (queue.waiting) queue.advance();
    assert.deepEqual(parameterBytes(trainTo(sampled, 20)), parameterBytes(whole));
  });

  it('are drawn one after the other, and rejected with words when abandoned', async () => {
    const queue = new SampleQueue();
    const request = { length: 3, temperature: 1, seed: 1 };
    const [first, second] = [queue.add(trainer.engine, task, request), queue.add(trainer.engine, task, request)];
    for (let i = 0; i < 3; i++) queue.advance();
    assert.equal((await first).length, 3);
    queue.abandon('The run was reset.');
    await assert.rejects(second, { message: 'The run was reset.' });
    assert.equal(queue.waiting, false);
  });
});
