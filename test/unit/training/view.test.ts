import assert from 'node:assert/strict';
import type { Frame, Subscription } from '../../../src/protocol/frame';
import { prepareRun } from '../../../src/training/prepare';
import { validationInterval } from '../../../src/training/validation';
import { RunView } from '../../../src/training/view';
import { makeTrainer, SMALL, TEXT, trainTo } from './corpus';

const TRAINING: Subscription = { kind: 'training', tensors: ['l0.h', 'l0.dh'], from: 0, to: 10 };
const PROBE: Subscription = { kind: 'probe', tensors: ['l0.h', 'loss'], from: 0, to: 1000 };

/** A view over a run whose clock is set by hand. */
function viewed() {
  const clock = { now: 0 };
  const frames: Frame[] = [];
  const { task } = prepareRun(SMALL, TEXT);
  const view = new RunView(
    'r',
    task,
    () => clock.now,
    (frame) => frames.push(frame),
  );
  const trainer = makeTrainer({}, { onPass: (_, last) => view.afterPass(trainer, last) });
  const steps = (count: number, seconds = 1) => {
    for (let i = 0; i < count; i++) {
      clock.now += seconds;
      trainTo(trainer, trainer.step + 1);
    }
  };
  const rest = () => {
    trainer.pause();
    view.atRest(trainer);
    while (view.wantsTrace) view.refresh(trainer);
  };
  return { view, trainer, frames, task, clock, steps, rest };
}

describe('the view of a run', () => {
  it('makes no frame while nobody has subscribed', () => {
    const { frames, steps, rest } = viewed();
    steps(5);
    rest();
    assert.deepEqual(frames, []);
  });

  it('lets two frames out and then waits to hear that they were drawn', () => {
    const { view, frames, steps } = viewed();
    view.subscribe(TRAINING);
    steps(10);
    assert.deepEqual(
      frames.map(({ head }) => head.step),
      [1, 2],
    );
    view.acknowledge(2);
    steps(1);
    assert.deepEqual([frames.length, frames[2]!.head.step, frames[2]!.number], [3, 11, 3]);
  });

  it('ends with the newest step when a slow panel catches up after the run came to rest', () => {
    const { view, frames, steps, rest } = viewed();
    view.subscribe(TRAINING);
    steps(10);
    rest();
    assert.equal(frames.length, 2);
    view.acknowledge(1);
    assert.equal(frames.at(-1)!.head.step, 10);
  });

  it('shows no more than twenty traces a second, validations or not', () => {
    const { view, frames, steps } = viewed();
    view.subscribe(TRAINING);
    for (let i = 0; i < 400; i++) {
      steps(1, 0.0025);
      view.acknowledge(frames.length);
    }
    assert.ok(frames.length >= 15 && frames.length <= 21, `${frames.length} frames in a second`);
  });

  it('shows the last step when the run comes to rest between two traces', () => {
    const { view, frames, steps, rest } = viewed();
    view.subscribe(TRAINING);
    steps(9, 0.001);
    view.acknowledge(1);
    rest();
    assert.equal(frames.at(-1)!.head.step, 9);
  });

  it('gives a new subscriber the newest trace at once, also at rest', () => {
    const { view, frames, steps, rest } = viewed();
    view.subscribe(TRAINING);
    steps(3);
    rest();
    view.subscribe({ ...TRAINING, tensors: ['loss'] });
    assert.deepEqual([frames.at(-1)!.head.step, frames.at(-1)!.tensors.map(({ id }) => id)], [3, ['loss']]);
  });

  it('gives a subscriber that comes back the step the run has reached meanwhile', () => {
    const { view, frames, steps, rest } = viewed();
    view.subscribe(TRAINING);
    steps(1);
    view.subscribe(null);
    steps(5);
    rest();
    view.subscribe(TRAINING);
    rest();
    assert.equal(frames.at(-1)!.head.step, 6);
  });

  it('keeps showing the last step after a validation has overwritten its pass', () => {
    const { view, trainer, frames, task, steps, rest } = viewed();
    view.subscribe(TRAINING);
    const interval = validationInterval(task.validation.length);
    steps(interval);
    while (trainer.validationCurve.lastStep < interval) trainer.work();
    assert.equal(trainer.pass, null);
    rest();
    view.subscribe(TRAINING);
    rest();
    assert.equal(frames.at(-1)!.head.step, interval);
  });

  it('shows the pass of the first step before any was made', () => {
    const { view, trainer, frames, rest } = viewed();
    view.subscribe(TRAINING);
    rest();
    assert.deepEqual([frames.length, frames[0]!.head.step, trainer.step], [1, 1, 0]);
  });

  it('probes the window with the parameters of the step it names', () => {
    const { view, trainer, frames, task, steps, rest } = viewed();
    view.probe(100, 130);
    view.subscribe(PROBE);
    steps(4);
    view.acknowledge(2);
    rest();
    const frame = frames.at(-1)!;
    assert.deepEqual([frame.head.kind, frame.head.step, frame.head.position, frame.head.length], ['probe', 4, 100, 30]);
    trainer.engine.probe(task.window(100, 130));
    assert.deepEqual(frame.tensors[0]!.data, trainer.engine.trace('probe', 0).get('l0.h'));
    assert.deepEqual([...frame.inputs], [...task.tokens.slice(100, 130)]);
  });

  it('moves the probe at rest, and keeps any window within the text', () => {
    const { view, trainer, frames, task, rest } = viewed();
    view.subscribe(PROBE);
    rest();
    for (const [from, to] of [
      [5, 25],
      [0, 1e9],
      [1e9, 2e9],
      [7, 7],
    ] as const) {
      view.acknowledge(frames.length);
      view.probe(from, to);
      rest();
      const { position, length } = frames.at(-1)!.head;
      assert.ok(position >= 0 && length >= 1 && position + length <= task.tokens.length);
      assert.ok(length <= trainer.engine.sizes.probeSteps);
      assert.equal(position, Math.min(from, task.tokens.length - 1));
    }
  });

  it('answers questions about what is on screen, and says in words when a trace is gone', () => {
    const { view, trainer, frames, steps } = viewed();
    view.subscribe(TRAINING);
    for (let i = 0; i < 12; i++) {
      steps(1);
      view.acknowledge(frames.length);
    }
    const key = (step: number) => ({ run: 'r', kind: 'training', step }) as const;
    const frame = frames.at(-1)!;
    assert.deepEqual(view.fetch(key(12), 'l0.h', 0, 10).data, frame.tensors[0]!.data);
    assert.equal(view.fetch(key(12), 'logits', 3, 5).data.length, 2 * trainer.engine.shape.outputSize);
    assert.equal(view.inspect(key(12), 3, trainer.engine.wiring).position, frame.head.position + 3);
    assert.throws(() => view.fetch(key(1), 'l0.h', 0, 10), /trace of step 1 is no longer kept\. Pause/);
    assert.throws(() => view.fetch(key(12), 'l9.h', 0, 10), /no tensor "l9\.h"/);
    assert.throws(() => view.fetch(key(12), 'l0.h', 5, 11), /no timesteps 5 to 11/);
  });

  it('sends nothing after the subscription ended', () => {
    const { view, frames, steps, rest } = viewed();
    view.subscribe(TRAINING);
    steps(3);
    view.subscribe(null);
    view.acknowledge(2);
    steps(3);
    rest();
    assert.equal(frames.length, 2);
  });
});
