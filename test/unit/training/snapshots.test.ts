import assert from 'node:assert/strict';
import fc from 'fast-check';
import { leastMissed, Snapshots } from '../../../src/training/snapshots';
import { makeTrainer, trainTo } from './corpus';

const STATE = makeTrainer().state();
const BYTES = [...STATE.parameters, ...STATE.optimizer.arrays].reduce((sum, { data }) => sum + data.byteLength, 0);

/** The steps kept of a run of so many steps, with room for so many snapshots. */
function keptOf(steps: number, room: number): readonly number[] {
  const snapshots = new Snapshots(room * BYTES);
  for (let step = 0; step <= steps; step++) if (snapshots.isDue(step)) snapshots.add({ ...STATE, step });
  return snapshots.steps;
}

describe('snapshots', () => {
  it('hold the first step and stay within their memory', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.integer({ min: 2, max: 40 }), (steps, room) => {
        const kept = keptOf(steps, room);
        return kept[0] === 0 && kept.length <= room && kept.every((step, i) => i === 0 || step > kept[i - 1]!);
      }),
    );
  });

  it('are never further apart than a quarter of their step while there is room', () => {
    const kept = keptOf(20_000, 1000);
    for (let i = 1; i < kept.length; i++) assert.ok(kept[i]! <= Math.max(kept[i - 1]! + 1, 1.25 * kept[i - 1]! + 1));
    assert.ok(20_000 <= 1.25 * kept.at(-1)! + 1);
    assert.ok(kept.length < 60, `${kept.length}`);
  });

  it('stay spread over all of training when some must go', () => {
    const kept = keptOf(20_000, 12);
    for (let i = 1; i < kept.length; i++) assert.ok((kept[i]! + 1) / (kept[i - 1]! + 1) < 6, kept.join(' '));
  });

  it('let go the one whose neighbours are closest', () => {
    assert.equal(leastMissed([0, 1, 2, 100, 110, 120, 1000]), 4);
  });

  it('give the newest at or before a step', () => {
    const snapshots = new Snapshots();
    for (const step of [0, 10, 20]) snapshots.add({ ...STATE, step });
    assert.deepEqual(
      [0, 9, 10, 25].map((step) => snapshots.before(step)?.step),
      [0, 0, 10, 20],
    );
    snapshots.clear();
    assert.equal(snapshots.before(5), null);
  });

  it('are taken while a run trains', () => {
    const trainer = trainTo(makeTrainer(), 60);
    assert.deepEqual(trainer.snapshots.steps.slice(0, 8), [0, 1, 2, 3, 4, 5, 7, 9]);
  });
});
