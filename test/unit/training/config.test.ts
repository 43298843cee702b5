import assert from 'node:assert/strict';
import type { RunConfig } from '../../../src/protocol/run';
import { checkSettings, DEFAULT_CONFIG } from '../../../src/training/config';
import { prepareRun } from '../../../src/training/prepare';
import { RunFailed } from '../../../src/training/runFailed';
import { TEXT } from './corpus';

const problem = (change: Partial<RunConfig>) => checkSettings({ ...DEFAULT_CONFIG, ...change });

describe('settings of a run', () => {
  it('are fine by default', () => {
    assert.equal(checkSettings(DEFAULT_CONFIG), null);
  });

  for (const hiddenSize of [0, 10_000, NaN, 1.5, -3, Infinity])
    it(`refuse a hidden size of ${hiddenSize} and say what is allowed`, () => {
      assert.match(
        problem({ hiddenSize }) ?? '',
        /hidden size must be a whole number from 1 to 4,096, not .*Change it/,
      );
    });

  it('let in a learning rate that will fail, for the lesson', () => {
    assert.equal(problem({ learningRate: 1e6 }), null);
  });

  it('refuse a learning rate of zero, and what is no number', () => {
    assert.match(problem({ learningRate: 0 }) ?? '', /learning rate must be a number above 0/);
    assert.match(problem({ learningRate: 'fast' as unknown as number }) ?? '', /learning rate/);
  });

  it('let in one to four layers only', () => {
    assert.deepEqual(
      [0, 1, 4, 5].map((layers) => problem({ layers }) === null),
      [false, true, true, false],
    );
  });

  it('refuse names that do not exist', () => {
    assert.match(problem({ cell: 'transformer' as RunConfig['cell'] }) ?? '', /cell must be one of rnn_tanh/);
    assert.match(problem({ optimizer: 'lion' as RunConfig['optimizer'] }) ?? '', /optimizer must be one of/);
    assert.match(problem({ tokenizer: 'bpe' as RunConfig['tokenizer'] }) ?? '', /tokenizer must be one of/);
  });
});

describe('making a run ready', () => {
  const failure = (change: Partial<RunConfig>, text = TEXT): RunFailed => {
    try {
      prepareRun({ ...DEFAULT_CONFIG, ...change }, text).createEngine();
    } catch (error) {
      if (error instanceof RunFailed) return error;
      throw error;
    }
    throw new Error('it was made ready');
  };

  it('refuses bad settings with their words', () => {
    assert.match(failure({ task: 'chess' }).message, /no task "chess"/);
    assert.deepEqual(
      [failure({ hiddenSize: 0 }).reason.code, failure({ task: 'chess' }).reason.code],
      ['badInput', 'badInput'],
    );
  });

  it('refuses a text that cannot be trained on with the words of its task', () => {
    assert.equal(failure({}, '').reason.code, 'badInput');
    assert.match(failure({}, '').message, /Select/);
  });

  it('refuses a model that needs too much memory before taking any, naming the next step', () => {
    const { reason } = failure({ hiddenSize: 4096, layers: 4 });
    assert.equal(reason.code, 'tooLarge');
    assert.match(reason.message, /needs about \d+\.\d GB .* smaller hidden size/);
  });
});
