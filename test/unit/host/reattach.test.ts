import assert from 'node:assert/strict';
import fc from 'fast-check';
import { reattach } from '../../../src/host/reattach';
import { takeSnapshot } from '../../../src/text/snapshot';

const whole = (text: string) => takeSnapshot(text, []);

describe('a text taken up again', () => {
  it('that has not changed maps to itself', () => {
    const tracker = reattach(whole('to be or not'), 'to be or not');
    assert.deepEqual(tracker.toDocument(3, 8), [{ start: 3, end: 8 }]);
  });

  it('that was edited in its middle keeps both ends', () => {
    const tracker = reattach(whole('to be or not to be'), 'to be AND not to be');
    assert.deepEqual(tracker.toDocument(0, 6), [{ start: 0, end: 6 }]);
    assert.deepEqual(tracker.toDocument(9, 18), [{ start: 10, end: 19 }]);
    assert.deepEqual(tracker.toDocument(6, 8), []);
  });

  it('that was selected is found where it moved to', () => {
    const tracker = reattach(takeSnapshot('one two three', [{ start: 4, end: 7 }]), 'zero one two three');
    assert.deepEqual(tracker.toDocument(0, 3), [{ start: 9, end: 12 }]);
  });

  it('that is gone maps to nothing', () => {
    const tracker = reattach(takeSnapshot('one two three', [{ start: 4, end: 7 }]), 'another text');
    assert.deepEqual(tracker.toDocument(0, 3), []);
  });

  it('keeps two selections apart when one was deleted', () => {
    const before = 'first part\nsecond part\n';
    const selections = [
      { start: 0, end: 5 },
      { start: 11, end: 17 },
    ];
    const tracker = reattach(takeSnapshot(before, selections), 'xxxxx part\nsecond part\n');
    assert.deepEqual(tracker.toDocument(0, 5), []);
    assert.deepEqual(tracker.toDocument(6, 12), [{ start: 11, end: 17 }]);
  });

  it('never maps to other text', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 20 });
    fc.assert(
      fc.property(texts, texts, (before, now) => {
        const tracker = reattach(whole(before), now);
        for (let i = 0; i < before.length; i++)
          for (const { start, end } of tracker.toDocument(i, i + 1)) assert.equal(now.slice(start, end), before[i]);
      }),
    );
  });
});
