import assert from 'node:assert/strict';
import { Jobs } from '../../../src/training/jobs';

function* count(to: number, seen: number[]): Generator<void, string, void> {
  try {
    for (let i = 0; i < to; i++) {
      seen.push(i);
      yield;
    }
    return 'done';
  } finally {
    seen.push(-1);
  }
}

describe('jobs', () => {
  it('are done piece by piece, one after the other', async () => {
    const jobs = new Jobs();
    const seen: number[] = [];
    const both = [jobs.add(count(2, seen)), jobs.add(count(1, seen))];
    while (jobs.waiting) jobs.advance();
    assert.deepEqual(await Promise.all(both), ['done', 'done']);
    assert.deepEqual(seen, [0, 1, -1, 0, -1]);
  });

  it('that are abandoned clean up and tell why', async () => {
    const jobs = new Jobs();
    const seen: number[] = [];
    const job = jobs.add(count(5, seen));
    jobs.advance();
    jobs.abandon('The run was deleted.');
    await assert.rejects(job, /The run was deleted/);
    assert.deepEqual(seen, [0, -1]);
    assert.equal(jobs.waiting, false);
  });

  it('that fail tell their caller and make room for the next', async () => {
    const jobs = new Jobs();
    const failing = jobs.add(
      (function* () {
        yield;
        throw new Error('no');
      })(),
    );
    const next = jobs.add(count(0, []));
    while (jobs.waiting) jobs.advance();
    await assert.rejects(failing, /no/);
    assert.equal(await next, 'done');
  });
});
