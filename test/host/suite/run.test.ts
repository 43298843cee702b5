import type { UnrollRun } from '../../../src/host/api';
import { equal, measured, ok, until } from './expect';
import { SMALL, TEXT, api, reached, refused, sleep, withRun } from './unroll';

/** Loss of a model that gives every token the same probability. */
const guess = (text: string): number => Math.log(new Set(text).size);

async function steady(run: UnrollRun): Promise<number> {
  const before = run.step;
  await sleep(300);
  equal(run.step, before, 'steps while it should rest');
  return before;
}

describe('a run', () => {
  it('learns: the training and validation loss fall far under guessing', () =>
    withRun(async (run) => {
      await reached(run, 300);
      ok(run.trainLoss < 0.6 * guess(TEXT), `training loss ${run.trainLoss}, guessing ${guess(TEXT)}`);
      ok(run.validationLoss < 0.6 * guess(TEXT), `validation loss ${run.validationLoss}`);
    }));

  it('rests while paused, makes one step when asked, and goes on when resumed', () =>
    withRun(async (run) => {
      await reached(run, 5);
      await run.pause();
      equal(run.phase, 'paused', 'phase');
      const step = await steady(run);
      await run.singleStep();
      await until(() => run.step === step + 1, 'one more step');
      await steady(run);
      await run.resume();
      await reached(run, step + 5);
    }));

  it('stops at once, keeps its state, and can be continued', () =>
    withRun(async (run) => {
      await reached(run, 20);
      const start = performance.now();
      await run.stop();
      measured(`Stop took ${(performance.now() - start).toFixed(0)} ms`);
      equal(run.phase, 'stopped', 'phase');
      const step = await steady(run);
      await run.resume();
      await reached(run, step + 5);
    }));

  it('ends by itself after the maximum of steps and says so', () =>
    withRun(
      async (run) => {
        await until(() => run.phase === 'finished', 'the end');
        equal(run.step, 30, 'steps');
        equal(run.reason?.code, 'maxSteps', 'reason');
      },
      { maxSteps: 30 },
    ));

  it('comes to the same loss for the same seed, to the last bit', async () => {
    const losses: number[] = [];
    for (let i = 0; i < 2; i++)
      await withRun(
        async (run) => {
          await until(() => run.phase === 'finished', 'the end');
          losses.push(run.trainLoss);
        },
        { maxSteps: 25 },
      );
    equal(losses[0], losses[1], 'loss of the second run');
  });

  it('trains beside a second run', () =>
    withRun((first) =>
      withRun(
        async (second) => {
          const [a, b] = [first.step, second.step];
          await reached(first, a + 10);
          await reached(second, b + 10);
          ok(first.id !== second.id, 'two ids');
        },
        { cell: 'lstm' },
      ),
    ));

  it('streams frames whose numbers and steps rise', () =>
    withRun(async (run) => {
      const seen: [number, number][] = [];
      const listening = run.onFrame((frame) => seen.push([frame.number, frame.head.step]));
      const start = performance.now();
      await until(() => seen.length >= 12, 'twelve frames');
      measured(`${((1000 * seen.length) / (performance.now() - start)).toFixed(1)} frames a second to the API`);
      listening.dispose();
      for (let i = 1; i < seen.length; i++) {
        ok(seen[i]![0] > seen[i - 1]![0], `frame number ${seen[i]![0]} after ${seen[i - 1]![0]}`);
        ok(seen[i]![1] >= seen[i - 1]![1], `step ${seen[i]![1]} after ${seen[i - 1]![1]}`);
      }
    }));

  it('refuses with words what is no setting', async () => {
    for (const options of [
      { hiddenSize: 0 },
      { hiddenSize: 1e9 },
      { hiddenSize: NaN },
      { layers: 9 },
      { learningRate: -1 },
    ])
      await refused((await api()).train(TEXT, { ...SMALL, ...options }), JSON.stringify(options));
  });

  it('stops at the first loss that is not finite and says what to do', () =>
    withRun(
      async (run) => {
        await until(() => run.phase === 'failed', 'the failure');
        equal(run.reason?.code, 'nonFinite', 'reason');
        ok(/rate/i.test(run.reason?.message ?? ''), `the message names the rate: ${run.reason?.message}`);
      },
      { learningRate: 1e6, cell: 'rnn_relu', clipNorm: 0, optimizer: 'sgd' },
    ));
});
