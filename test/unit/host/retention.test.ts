import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runsToDrop } from '../../../src/host/retention';
import type { StoredSize } from '../../../src/host/retention';
import type { RunPhase } from '../../../src/protocol/run';

const stored = (id: string, phase: RunPhase, created: number, bytes = 1): StoredSize => ({ id, phase, created, bytes });
const LIMITS = { runs: 2, bytes: 100 };

describe('storage of runs', () => {
  it('keeps everything within the limits', () => {
    assert.deepEqual(runsToDrop([stored('a', 'finished', 1), stored('b', 'failed', 2)], LIMITS, null), []);
  });

  it('drops the oldest ended run when there are too many', () => {
    const runs = [stored('new', 'finished', 3), stored('old', 'stopped', 1), stored('middle', 'failed', 2)];
    assert.deepEqual(runsToDrop(runs, LIMITS, null), ['old']);
  });

  it('drops ended runs before paused ones, however old these are', () => {
    const runs = [stored('paused', 'paused', 1), stored('ended', 'finished', 9), stored('other', 'paused', 2)];
    assert.deepEqual(runsToDrop(runs, LIMITS, null), ['ended']);
  });

  it('drops until the bytes fit', () => {
    const runs = [stored('a', 'finished', 1, 80), stored('b', 'finished', 2, 80)];
    assert.deepEqual(runsToDrop(runs, LIMITS, null), ['a']);
  });

  it('never drops a run that trains, nor the one on show', () => {
    const phases = fc.constantFrom<RunPhase>('preparing', 'running', 'paused', 'finished', 'stopped', 'failed');
    const runs = fc.array(fc.record({ phase: phases, created: fc.nat(), bytes: fc.nat(50) }), { maxLength: 12 });
    fc.assert(
      fc.property(runs, fc.nat(11), (some, kept) => {
        const all = some.map((run, i) => ({ ...run, id: String(i) }));
        const dropped = new Set(runsToDrop(all, LIMITS, String(kept)));
        assert.ok(!dropped.has(String(kept)));
        for (const { id, phase } of all) if (phase === 'running' || phase === 'preparing') assert.ok(!dropped.has(id));
        const left = all.filter(({ id }) => !dropped.has(id));
        const droppable = left.filter(({ id, phase }) => id !== String(kept) && !/^(running|preparing)$/.test(phase));
        const over = left.length > LIMITS.runs || left.reduce((sum, { bytes }) => sum + bytes, 0) > LIMITS.bytes;
        assert.ok(!over || droppable.length === 0, 'over the limits though something could go');
      }),
    );
  });
});
