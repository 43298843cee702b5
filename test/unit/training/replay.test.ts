import assert from 'node:assert/strict';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/formats/checkpoint';
import type { CheckpointState } from '../../../src/formats/checkpointState';
import type { RunConfig } from '../../../src/protocol/run';
import { branchConfig } from '../../../src/training/branch';
import { prepareRun } from '../../../src/training/prepare';
import { replay } from '../../../src/training/replay';
import type { Trainer } from '../../../src/training/trainer';
import { makeTrainer, parameterBytes, SMALL, TEXT, trainTo } from './corpus';

function replayed(trainer: Trainer, config: Partial<RunConfig>, step: number): CheckpointState {
  const work = replay(prepareRun({ ...SMALL, ...config }, TEXT), trainer.snapshotBefore(step)!, step);
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** All that must be equal of two states at one step; time and curves apart. */
function essence(state: CheckpointState) {
  const { parameters, optimizer, carried, generator, cursor, step } = state;
  return { parameters, optimizer, carried, generator, cursor, step };
}

const CONFIGS: readonly Partial<RunConfig>[] = [
  ...(['rnn_tanh', 'rnn_relu', 'lstm', 'gru'] as const).map((cell) => ({ cell })),
  { carryState: false },
  { layers: 2, dropout: 0.3, accumulate: 2, schedule: 'cosine', scheduleSteps: 50 },
];

describe('replaying a run', () => {
  for (const config of CONFIGS)
    it(`gives the state of any earlier step to the bit (${JSON.stringify(config)})`, () => {
      const live = makeTrainer(config);
      const recorded = new Map<number, CheckpointState>();
      for (let step = 0; step <= 70; step++) {
        trainTo(live, step);
        recorded.set(step, live.state());
      }
      // 32 and 64 are steps after which a validation falls due.
      for (const step of [0, 1, 17, 31, 32, 33, 64, 69, 70])
        assert.deepEqual(essence(replayed(live, config, step)), essence(recorded.get(step)!), `step ${step}`);
    });

  it('gives the curves up to that step', () => {
    const live = trainTo(makeTrainer(), 70);
    const { train } = replayed(live, {}, 40).curves;
    const expected = live.trainCurve.points();
    assert.deepEqual(train, { steps: expected.steps.slice(0, 40), losses: expected.losses.slice(0, 40) });
  });

  it('goes through an end after which the run was continued', () => {
    const config = { maxSteps: 20 };
    const live = trainTo(makeTrainer(config), 20);
    trainTo(live, 35);
    assert.deepEqual(essence(replayed(live, config, 33)), essence(trainTo(makeTrainer(), 33).state()));
  });

  it('leaves the run itself as it was', () => {
    const live = trainTo(makeTrainer(), 50);
    const before = essence(live.state());
    replayed(live, {}, 33);
    assert.deepEqual(essence(live.state()), before);
    assert.deepEqual(parameterBytes(trainTo(live, 60)), parameterBytes(trainTo(makeTrainer(), 60)));
  });
});

describe('a branch', () => {
  const live = trainTo(makeTrainer(), 50);
  const at40 = decodeCheckpoint(encodeCheckpoint(replayed(live, {}, 40)));

  it('without changes goes on as its parent did, to the bit', () => {
    const branch = trainTo(makeTrainer({}, { checkpoint: at40 }), 50);
    assert.deepEqual(parameterBytes(branch), parameterBytes(live));
  });

  it('trains on with other settings, and another optimiser from new moments', () => {
    for (const changes of [{ learningRate: 0.05 }, { optimizer: 'rmsprop' }, { clipNorm: 0.1 }] as const) {
      const config = branchConfig({ ...SMALL }, changes);
      const branch = trainTo(makeTrainer(config, { checkpoint: at40 }), 50);
      assert.equal(branch.step, 50);
      assert.notDeepEqual(parameterBytes(branch), parameterBytes(live));
    }
  });

  it('refuses what makes another model, or no sense, in words', () => {
    assert.throws(() => branchConfig(SMALL, { hiddenSize: 32 }), /cannot change hiddenSize: .* Train a new run/);
    assert.throws(() => branchConfig(SMALL, { batchSize: 4 }), /cannot change batchSize/);
    assert.throws(() => branchConfig(SMALL, { learningRate: -1 }), /learning rate must be/);
    assert.deepEqual(branchConfig(SMALL, { hiddenSize: SMALL.hiddenSize }), SMALL);
  });
});
