import assert from 'node:assert/strict';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/formats/checkpoint';
import { gradientCheck } from '../../../src/engine/gradientCheck';
import { workerGuards } from '../../../src/protocol/guards';
import type { RunConfig } from '../../../src/protocol/run';
import type { CheckpointState } from '../../../src/formats/checkpointState';
import { gradientReport } from '../../../src/training/gradientReport';
import { inspectColumn } from '../../../src/training/inspect';
import { describeRun, prepareRun } from '../../../src/training/prepare';
import { replay } from '../../../src/training/replay';
import { softmax } from '../../../src/training/softmax';
import type { Trainer } from '../../../src/training/trainer';
import { takeTrace } from '../../../src/training/traces';
import { moods, toTabs } from '../tasks/labelledFiles';
import { makeTrainer, parameterBytes, SMALL, trainTo } from './corpus';

const TEXT = toTabs(moods(96));
const CLASSIFIER: Partial<RunConfig> = { task: 'classification', sequenceLength: 32, batchSize: 8, learningRate: 0.02 };

const trainer = (config: Partial<RunConfig> = {}, checkpoint: CheckpointState | null = null): Trainer =>
  makeTrainer({ ...CLASSIFIER, ...config }, { text: TEXT, checkpoint });
const prepared = (config: Partial<RunConfig> = {}) => prepareRun({ ...SMALL, ...CLASSIFIER, ...config }, TEXT);

/** Stops right behind the next validation, before another step. */
function untilValidated(run: Trainer): Trainer {
  const before = run.confusion;
  run.start();
  while (run.confusion === before && run.phase === 'running') run.work();
  return run;
}

describe('a classifier', () => {
  it('learns labels that words tell in a second', () => {
    const started = performance.now();
    const run = trainTo(trainer({ patience: 0 }), 250);
    const { counts } = untilValidated(run).confusion!;
    assert.ok((counts[0]! + counts[3]!) / counts.reduce((a, b) => a + b) >= 0.95, `counts ${counts.join()}`);
    assert.ok(performance.now() - started < 5000, 'not a second, even on a busy machine');
  });

  for (const config of [{}, { bidirectional: true, layers: 2, dropout: 0.3 }, { tied: true, cell: 'gru' }] as const)
    it(`continues to the same bits from the bytes of a checkpoint (${JSON.stringify(config)})`, () => {
      const whole = trainTo(trainer(config), 70);
      const bytes = encodeCheckpoint(trainTo(trainer(config), 40).state());
      const resumed = trainTo(trainer(config, decodeCheckpoint(bytes)), 70);
      assert.deepEqual(parameterBytes(resumed), parameterBytes(whole));
      assert.deepEqual(resumed.trainCurve.points(), whole.trainCurve.points());
      assert.deepEqual(resumed.confusion, whole.confusion);
      assert.deepEqual(resumed.classifier(), whole.classifier());
    });

  it('keeps its confusion and its best parameters through a checkpoint', () => {
    const run = untilValidated(untilValidated(trainer()));
    const again = trainer({}, decodeCheckpoint(encodeCheckpoint(run.state())));
    assert.deepEqual(again.confusion, run.confusion);
    assert.deepEqual(again.classifier(), run.classifier());
  });

  it('is replayed to the same bits', () => {
    const run = trainTo(trainer(), 60);
    const work = replay(prepared(), run.snapshotBefore(33)!, 33);
    let result = work.next();
    while (!result.done) result = work.next();
    const first = trainTo(trainer(), 33).state();
    assert.deepEqual({ ...result.value, elapsedSeconds: 0 }, { ...first, elapsedSeconds: 0 });
  });

  it('counts as confusion what the model answers to each text kept for validation', () => {
    const run = trainer();
    untilValidated(run);
    const { step, counts } = run.confusion!;
    assert.equal(step, run.step);
    const recount = [0, 0, 0, 0];
    const { validation } = prepared().task;
    for (const batch of validation)
      for (let row = 0; row < batch.rows; row++) {
        const at = (values: Int32Array) =>
          Int32Array.from({ length: batch.lengths[row]! }, (_, t) => values[t * batch.rows + row]!);
        const [inputs, targets] = [at(batch.inputs), at(batch.targets)];
        const one = {
          steps: inputs.length,
          rows: 1,
          inputs,
          targets,
          lengths: Int32Array.of(inputs.length),
          initial: null,
        };
        const answers = run.engine.answers(one);
        const given = answers[0]! >= answers[1]! ? 0 : 1;
        recount[targets.at(-1)! * 2 + given]!++;
      }
    assert.deepEqual([...counts], recount);
    assert.equal(
      counts.reduce((a, b) => a + b),
      validation.reduce((sum, { rows }) => sum + rows, 0),
    );
  });

  it('has gradients that agree with differences of the loss, padding and all', () => {
    for (const bidirectional of [false, true]) {
      const run = trainTo(trainer({ bidirectional, hiddenSize: 5, batchSize: 4 }), 5);
      const { batch } = run.pass!;
      assert.ok(batch.rows > 1);
      const { passed, tensors } = gradientCheck(run.engine.shape, batch, run.engine.readParameters(), {
        perTensor: 20,
      });
      assert.ok(passed, JSON.stringify(tensors.filter(({ worst }) => worst > 1e-6)));
    }
  });

  it('reports such a check on texts that are longer than it looks at', () => {
    const run = trainTo(trainer(), 3);
    const report = gradientReport(run.engine, prepared().task);
    let result = report.next();
    while (!result.done) result = report.next();
    assert.equal(result.value.passed, true);
  });

  it('is kept as of the validation with the lowest loss', () => {
    // Labels that nothing tells: what is learned by heart makes the validation worse.
    const text = toTabs(moods(96).map((row, i) => ({ ...row, label: `${(i * i) % 7 < 3}` })));
    const run = makeTrainer({ ...CLASSIFIER, patience: 3, maxSteps: 5000 }, { text });
    let best: Buffer | null = null;
    let lowest = Infinity;
    while (run.phase !== 'finished') {
      untilValidated(run);
      const loss = run.validationCurve.points().losses.at(-1)!;
      if (loss < lowest) [lowest, best] = [loss, parameterBytes(run)];
    }
    assert.match(run.reason!.message, /nats per example/);
    const { parameters, step } = run.classifier();
    assert.ok(step < run.step);
    assert.deepEqual(Buffer.concat(parameters.map(({ data }) => Buffer.from(data.slice().buffer))), best);
  });

  it('tells its words in the order of their ids', () => {
    const { words, labels, shape } = trainer().classifier();
    const { vocabulary } = prepared().task;
    assert.deepEqual(words, vocabulary.slice(-words.length));
    assert.deepEqual(labels, ['calm', 'rough']);
    assert.equal(shape.vocabularySize, vocabulary.length);
  });

  it('describes its labels and its epochs, within the guards', () => {
    const run = prepared({ bidirectional: true });
    const info = describeRun('r', run, run.createEngine());
    assert.deepEqual(info.labels, ['calm', 'rough']);
    assert.equal(info.epochBatches, run.task.training.batches);
    assert.match(info.modelLine, /^bidirectional LSTM · 2 × 8 units · 1 layer · [\d,]+ parameters · 2 labels$/);
    assert.equal(workerGuards.results.create(info), null);
  });

  it('learns in whole words and targets: its speed is in texts', () => {
    const run = trainTo(trainer(), 30);
    const [step, , , , , speed] = run.scalars();
    assert.equal(step, 30);
    // The clock of these tests counts a millisecond before and after each step.
    assert.ok(speed! <= 8000 && speed! >= 1000, String(speed));
  });
});

describe('a trace of a classifier', () => {
  const run = trainTo(trainer(), 20);
  const { batch, positions } = run.pass!;
  const key = { run: 'r', kind: 'training', step: 20 } as const;
  const trace = takeTrace(run.engine, 'training', batch, key, positions[0]!, run.scalars());
  const { vocabulary, labels } = prepared().task;
  const inspect = (column: number) => inspectColumn(trace, column, run.engine.wiring, vocabulary, labels);
  const last = batch.lengths[0]! - 1;

  it('has a column for each word of one text and none for padding', () => {
    assert.equal(trace.head.length, batch.lengths[0]);
    for (const { id, shape } of trace.schema)
      assert.equal(
        trace.tensors.get(id)!.length,
        shape.reduce((a, b) => a * b),
        id,
      );
  });

  it('has its loss and its target at the last word alone', () => {
    const loss = trace.tensors.get('loss')!;
    assert.ok(loss.slice(0, -1).every((value) => value === 0) && loss[last]! > 0);
    assert.deepEqual([...trace.targets.slice(0, -1)], new Array(last).fill(-1));
    assert.ok(trace.targets[last]! >= 0);
  });

  it('answers at each word with the labels that the words so far make likely', () => {
    const logits = trace.tensors.get('logits')!;
    for (const column of [0, 3, last]) {
      const mean = [0, 1].map((label) => {
        let sum = 0;
        for (let t = 0; t <= column; t++) sum += logits[t * 2 + label]!;
        return sum / (column + 1);
      });
      const wanted = [...softmax(mean)].sort((a, b) => b - a);
      const { topTokens, topProbabilities } = inspect(column);
      topProbabilities.forEach((probability, i) => assert.ok(Math.abs(probability - wanted[i]!) < 1e-9));
      assert.deepEqual([...topTokens].sort(), ['calm', 'rough']);
    }
  });

  it('gives at the last word the label and the loss of the whole text', () => {
    const { target, loss } = inspect(last);
    assert.equal(target, labels![trace.targets[last]!]);
    assert.ok(Math.abs(loss[0]! + Math.log(loss[1]!)) < 1e-5);
    assert.deepEqual([inspect(0).target, [...inspect(0).loss]], ['', [NaN, NaN]]);
  });
});
