import assert from 'node:assert/strict';
import { LatestWriter } from '../../../src/host/latestWriter';

/** A disk that writes when it is told to. */
function slowDisk() {
  const written: number[] = [];
  const waiting: (() => void)[] = [];
  const write = async (item: number) => {
    await new Promise<void>((resolve) => waiting.push(resolve));
    written.push(item);
  };
  return { written, write, next: () => waiting.shift()!() };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a writer of newest things', () => {
  it('writes the first at once and of the rest only the newest', async () => {
    const disk = slowDisk();
    const writer = new LatestWriter(disk.write, (error) => assert.fail(String(error)));
    for (const item of [1, 2, 3, 4]) writer.offer(item);
    disk.next();
    await turn();
    disk.next();
    await writer.idle();
    assert.deepEqual(disk.written, [1, 4]);
  });

  it('goes on after a failed write and reports it', async () => {
    const problems: unknown[] = [];
    const written: number[] = [];
    const writer = new LatestWriter<number>(
      (item) => (item === 1 ? Promise.reject(new Error('full')) : Promise.resolve(void written.push(item))),
      (error) => problems.push(error),
    );
    writer.offer(1);
    await writer.idle();
    writer.offer(2);
    await writer.idle();
    assert.deepEqual(written, [2]);
    assert.equal(problems.length, 1);
  });

  it('is idle when nothing was offered', async () => {
    await new LatestWriter(
      () => Promise.reject(new Error('never')),
      (error) => assert.fail(String(error)),
    ).idle();
  });
});
