import assert from 'node:assert/strict';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/formats/checkpoint';
import { scalar } from '../../../src/protocol/run';
import type { RunConfig } from '../../../src/protocol/run';
import { prepareRun } from '../../../src/training/prepare';
import { RunFailed } from '../../../src/training/runFailed';
import type { Pass } from '../../../src/training/trainer';
import { validationInterval } from '../../../src/training/validation';
import { makeTrainer, parameterBytes, SMALL, TEXT, trainTo } from './corpus';

const CELLS: readonly RunConfig['cell'][] = ['rnn_tanh', 'rnn_relu', 'lstm', 'gru', 'gru_reset_before'];
const OPTIMIZERS: readonly RunConfig['optimizer'][] = ['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw'];

describe('a trainer', () => {
  it('begins paused at step 0 and learns', () => {
    const trainer = makeTrainer({ learningRate: 0.02 });
    assert.deepEqual([trainer.phase, trainer.step], ['paused', 0]);
    trainTo(trainer, 1);
    const first = scalar(trainer.scalars(), 'trainLoss');
    trainTo(trainer, 200);
    assert.ok(scalar(trainer.scalars(), 'trainLoss') < first / 2);
  });

  it('does nothing before it is started', () => {
    const trainer = makeTrainer();
    assert.equal(trainer.work(), false);
    assert.equal(trainer.step, 0);
  });

  it('gives the same bits for the same seed, and others for another', () => {
    const bytes = (seed: number) => parameterBytes(trainTo(makeTrainer({ seed }), 40));
    assert.deepEqual(bytes(1), bytes(1));
    assert.notDeepEqual(bytes(1), bytes(2));
  });

  for (const optimizer of OPTIMIZERS)
    for (const cell of CELLS)
      it(`continues to the same bits from a checkpoint (${cell}, ${optimizer})`, () => {
        const config = { cell, optimizer };
        const whole = trainTo(makeTrainer(config), 50);
        const checkpoint = trainTo(makeTrainer(config), 30).state();
        const resumed = trainTo(makeTrainer(config, { checkpoint }), 50);
        assert.deepEqual(parameterBytes(resumed), parameterBytes(whole));
        assert.deepEqual(resumed.trainCurve.points(), whole.trainCurve.points());
        assert.deepEqual(resumed.validationCurve.points(), whole.validationCurve.points());
      });

  it('continues to the same bits with dropout, a schedule, tied weights and several batches in a step', () => {
    const config: Partial<RunConfig> = {
      layers: 2,
      dropout: 0.3,
      tied: true,
      schedule: 'cosine',
      scheduleSteps: 40,
      warmupSteps: 5,
      accumulate: 3,
    };
    const whole = trainTo(makeTrainer(config), 50);
    const checkpoint = decodeCheckpoint(encodeCheckpoint(trainTo(makeTrainer(config), 30).state()));
    const resumed = trainTo(makeTrainer(config, { checkpoint }), 50);
    assert.deepEqual(parameterBytes(resumed), parameterBytes(whole));
    assert.deepEqual(resumed.trainCurve.points(), whole.trainCurve.points());
  });

  it('takes one step from the mean gradient of several batches and goes on after the last of them', () => {
    const passes: Pass[] = [];
    const trainer = trainTo(makeTrainer({ accumulate: 2 }, { onPass: (pass) => passes.push(pass) }), 2);
    const single: Pass[] = [];
    trainTo(makeTrainer({}, { onPass: (pass) => single.push(pass) }), 4);
    assert.deepEqual(
      passes.map(({ positions }) => positions),
      [single[1].positions, single[3].positions],
    );
    assert.equal(trainer.step, 2);
  });

  it('leaves nothing behind of a step cancelled in its second batch', () => {
    let polls = 0;
    let cancelAt = Infinity;
    const config = { accumulate: 2, dropout: 0.2, layers: 2 };
    const trainer = trainTo(makeTrainer(config, { cancelled: () => ++polls >= cancelAt }), 10);
    const before = trainer.state();
    trainer.start();
    polls = 0;
    // Two layers of ten steps, forward and back, twice for the halves: the second batch begins at poll 82.
    cancelAt = 100;
    assert.equal(trainer.work(), false);
    assert.deepEqual(trainer.state(), { ...before, elapsedSeconds: trainer.state().elapsedSeconds });
    cancelAt = Infinity;
    assert.deepEqual(parameterBytes(trainTo(trainer, 20)), parameterBytes(trainTo(makeTrainer(config), 20)));
  });

  it('widens the embedding to the hidden state when their weights are tied', () => {
    const { shape } = makeTrainer({ tied: true }).engine;
    assert.equal(shape.embeddingSize, shape.hiddenSize);
  });

  it('makes up for the validation between whose batches the checkpoint was taken', () => {
    const interval = validationInterval(prepareRun(SMALL, TEXT).task.validation.length);
    const whole = trainTo(makeTrainer(), interval + 1);
    const cut = trainTo(makeTrainer(), interval);
    assert.equal(cut.validationCurve.points().steps.length, 0, 'the validation is still to come');
    const resumed = trainTo(makeTrainer({}, { checkpoint: cut.state() }), interval + 1);
    assert.deepEqual(resumed.validationCurve.points(), whole.validationCurve.points());
    assert.equal(whole.validationCurve.points().steps.length, 1);
  });

  it('refuses a checkpoint of another model with words', () => {
    const checkpoint = trainTo(makeTrainer({ hiddenSize: 6 }), 2).state();
    assert.throws(
      () => makeTrainer({}, { checkpoint }),
      (error) => {
        assert.ok(error instanceof RunFailed);
        assert.equal(error.reason.code, 'badInput');
        assert.match(error.message, /another model or text/);
        return true;
      },
    );
  });

  it('leaves nothing behind of a step that was cancelled half way', () => {
    let polls = 0;
    let cancelAt = Infinity;
    const trainer = makeTrainer({}, { cancelled: () => ++polls >= cancelAt });
    trainTo(trainer, 10);
    const before = trainer.state();
    polls = 0;
    cancelAt = 6;
    trainer.start();
    assert.equal(trainer.work(), false);
    assert.ok(polls >= 6, 'the flag is polled inside the step');
    assert.deepEqual(trainer.state(), { ...before, elapsedSeconds: trainer.state().elapsedSeconds });
    cancelAt = Infinity;
    assert.deepEqual(parameterBytes(trainTo(trainer, 20)), parameterBytes(trainTo(makeTrainer(), 20)));
  });

  it('carries the state from window to window when it should, and only then', () => {
    const carriedInto = (carryState: boolean) => {
      const passes: Pass[] = [];
      trainTo(makeTrainer({ carryState }, { onPass: (pass) => passes.push(pass) }), 4);
      return passes.map(({ batch }) => batch.initial !== null);
    };
    assert.deepEqual(carriedInto(true), [false, true, true, true]);
    assert.deepEqual(carriedInto(false), [false, false, false, false]);
  });

  it('starts a window from the state in which the one before it ended', () => {
    const passes: Pass[] = [];
    const trainer = makeTrainer({}, { onPass: (pass) => passes.push(pass) });
    trainTo(trainer, 1);
    const ended = trainer.engine.finalStates('training');
    trainTo(trainer, 2);
    assert.deepEqual(passes[1]!.batch.initial, ended);
  });

  it('validates on a fixed schedule of steps', () => {
    const trainer = trainTo(makeTrainer({ patience: 0 }), 160);
    const { steps } = trainer.validationCurve.points();
    assert.ok(steps.length >= 3);
    assert.ok(steps.every((step, i) => step === (i + 1) * steps[0]!));
  });

  it('measures the validation loss that the engine gives for all batches', () => {
    const trainer = makeTrainer({ patience: 0 });
    while (trainer.validationCurve.points().steps.length === 0) trainTo(trainer, trainer.step + 1);
    const { losses } = trainer.validationCurve.points();
    assert.ok(losses[0]! > 0 && losses[0]! < 4);
    assert.equal(scalar(trainer.scalars(), 'validationLoss'), losses[0]);
  });

  it('finishes after the largest number of steps, and goes on as long again when asked', () => {
    const trainer = trainTo(makeTrainer({ maxSteps: 7 }), 1000);
    assert.deepEqual([trainer.phase, trainer.step, trainer.reason?.code], ['finished', 7, 'maxSteps']);
    trainTo(trainer, 1000);
    assert.deepEqual([trainer.phase, trainer.step], ['finished', 14]);
  });

  it('finishes when the validation loss has not improved for long enough', () => {
    const trainer = trainTo(makeTrainer({ patience: 2, learningRate: 0.2, maxSteps: 5000 }), 5000);
    assert.deepEqual([trainer.phase, trainer.reason?.code], ['finished', 'patience']);
    const { losses } = trainer.validationCurve.points();
    const best = Math.min(...losses);
    assert.equal(losses.indexOf(best), losses.length - 3);
    assert.match(trainer.reason!.message, new RegExp(best.toFixed(3)));
  });

  it('never finishes by patience when there is none', () => {
    const trainer = trainTo(makeTrainer({ patience: 0, learningRate: 0.2, maxSteps: 600 }), 5000);
    assert.equal(trainer.reason?.code, 'maxSteps');
  });

  it('stops at the first step whose loss says nothing any more and keeps the parameters before it', () => {
    const trainer = makeTrainer({ learningRate: 1e6 });
    let before = parameterBytes(trainer);
    trainer.start();
    while (trainer.phase === 'running') {
      before = parameterBytes(trainer);
      trainer.work();
    }
    assert.deepEqual([trainer.phase, trainer.reason?.code], ['failed', 'nonFinite']);
    assert.deepEqual(parameterBytes(trainer), before);
    assert.match(trainer.reason!.message, new RegExp(`step ${trainer.step + 1}: .*tenth of it \\(100000\\)`));
  });

  it('pauses after a single step', () => {
    const trainer = trainTo(makeTrainer(), 3);
    trainer.pause();
    trainer.single();
    while (trainer.work());
    assert.deepEqual([trainer.phase, trainer.step], ['paused', 4]);
  });

  it('is stopped by the user and may be continued', () => {
    const trainer = trainTo(makeTrainer(), 3);
    trainer.stop();
    assert.deepEqual([trainer.phase, trainer.reason?.code], ['stopped', 'user']);
    assert.deepEqual(parameterBytes(trainTo(trainer, 9)), parameterBytes(trainTo(makeTrainer(), 9)));
  });

  it('previews bit for bit the pass of the next step', () => {
    const trainer = trainTo(makeTrainer(), 5);
    trainer.pause();
    const preview = trainer.preview();
    const shown = trainer.engine.trace('training', 0);
    assert.equal(preview?.step, 6);
    assert.equal(trainer.step, 5);
    trainTo(trainer, 6);
    assert.deepEqual(trainer.engine.trace('training', 0), shown);
    assert.deepEqual(parameterBytes(trainer), parameterBytes(trainTo(makeTrainer(), 6)));
  });

  it('trains on a text too short for a batch or a split', () => {
    const trainer = trainTo(makeTrainer({}, { text: TEXT.slice(0, 5) }), 20);
    assert.equal(trainer.step, 20);
    assert.ok(Number.isNaN(scalar(trainer.scalars(), 'validationLoss')));
  });

  it('counts its time and speed', () => {
    const values = trainTo(makeTrainer(), 30).scalars();
    assert.ok(scalar(values, 'elapsedSeconds') > 0);
    assert.ok(scalar(values, 'tokensPerSecond') > 0);
    assert.equal(scalar(values, 'step'), 30);
  });
});
