import assert from 'node:assert/strict';
import { phaseAfterReload, readRecord, writeRecord } from '../../../src/host/runRecord';
import type { RunRecord } from '../../../src/host/runRecord';
import { decodeText, packText, unpackText } from '../../../src/host/textBytes';
import { DEFAULT_CONFIG } from '../../../src/training/config';

const record: RunRecord = {
  id: 'r1',
  name: 'river',
  label: 'river.txt:1-3',
  document: 'file:///river.txt',
  pieces: [{ from: 0, start: 4, end: 9 }],
  config: DEFAULT_CONFIG,
  phase: 'running',
  reason: null,
  modelLine: 'LSTM',
  labels: [],
  sample: null,
  scalars: Float64Array.of(1, NaN, Infinity, -Infinity, 0.1),
  created: 12,
};

describe('a stored run', () => {
  it('comes back as it was, infinite losses too', () => {
    assert.deepEqual(readRecord(writeRecord(record)), record);
  });

  it('of another version, or damaged, does not come back', () => {
    const bytes = writeRecord(record);
    const other = new TextDecoder().decode(bytes).replace('"version":1', '"version":2');
    assert.equal(readRecord(new TextEncoder().encode(other)), null);
    assert.equal(readRecord(bytes.subarray(0, bytes.length / 2)), null);
    assert.equal(readRecord(new Uint8Array(0)), null);
  });

  it('waits to be resumed when it trained as the window closed', () => {
    assert.deepEqual((['running', 'preparing', 'paused', 'finished', 'failed'] as const).map(phaseAfterReload), [
      'paused',
      'paused',
      'paused',
      'finished',
      'failed',
    ]);
  });
});

describe('stored text', () => {
  for (const text of ['', 'plain', 'a\ud800b', '👩🏽‍🚀\r\n\0', 'x'.repeat(20_001)])
    it(`keeps ${JSON.stringify(text.slice(0, 12))} to the unit`, () => {
      assert.equal(unpackText(packText(text)), text);
    });

  it('of a file is read as UTF-8, or as UTF-16 when its mark says so', () => {
    assert.equal(decodeText(new TextEncoder().encode('\ufeffé')), 'é');
    assert.equal(decodeText(Uint8Array.of(0xff, 0xfe, 0xe9, 0)), 'é');
    assert.equal(decodeText(Uint8Array.of(0xfe, 0xff, 0, 0xe9)), 'é');
  });
});
