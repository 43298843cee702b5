import assert from 'node:assert/strict';
import type { ScannedSentences } from '../../../src/protocol/sentiment';
import { readerGuards } from '../../../src/protocol/sentimentGuards';

const sentences: ScannedSentences = {
  document: 'a',
  version: 1,
  from: 10,
  to: 40,
  starts: Int32Array.of(10, 20),
  ends: Int32Array.of(19, 40),
  labels: Int32Array.of(0, 2),
  probabilities: Float32Array.of(1, 0, 0, 0, 0, 1),
  done: 30,
  total: 100,
  finished: false,
  notice: null,
};

describe('guards of what a reader tells', () => {
  const refused = (changes: Partial<ScannedSentences>) => readerGuards.args.sentences({ ...sentences, ...changes });

  it('let sentences in, also none', () => {
    assert.equal(refused({}), null);
    const none = { starts: new Int32Array(), ends: new Int32Array(), labels: new Int32Array() };
    assert.equal(refused({ ...none, probabilities: new Float32Array() }), null);
  });

  it('refuse arrays that do not fit each other', () => {
    assert.match(refused({ ends: Int32Array.of(19) })!, /different lengths/);
    assert.match(refused({ labels: new Int32Array(3) })!, /different lengths/);
    assert.match(refused({ probabilities: new Float32Array(5) })!, /different lengths/);
    assert.match(refused({ starts: [10, 20] as unknown as Int32Array })!, /starts/);
  });

  it('refuse sentences that overlap, end before they start, or lie outside the stretch', () => {
    for (const changes of [
      { ends: Int32Array.of(21, 40) },
      { starts: Int32Array.of(10, 41) },
      { from: 11 },
      { to: 39 },
    ])
      assert.match(refused(changes)!, /not in order/);
  });

  it('refuse a failed scan without words', () => {
    assert.equal(readerGuards.args.scanFailed({ document: 'a', version: 1, problem: 'No.' }), null);
    assert.match(readerGuards.args.scanFailed({ document: 'a', version: 1 })!, /problem/);
  });
});
