import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextTokenBatch, trainingStreams, validationStreams } from '../../../src/tasks/streams';

/** A text whose token at position i is i. */
const counting = (length: number): Int32Array => Int32Array.from({ length }, (_, i) => i);

const sizes = fc
  .record({ rows: fc.integer({ min: 1, max: 5 }), steps: fc.integer({ min: 1, max: 7 }), extra: fc.nat(60) })
  .map(({ rows, steps, extra }) => ({ rows, steps, count: rows * steps + 1 + extra }));

describe('nextTokenBatch', () => {
  it('is time-major, each target the token after its input', () => {
    const batch = nextTokenBatch(counting(10), Int32Array.of(0, 5), 3);
    assert.deepEqual([...batch.inputs], [0, 5, 1, 6, 2, 7]);
    assert.deepEqual([...batch.targets], [1, 6, 2, 7, 3, 8]);
    assert.deepEqual([...batch.lengths], [3, 3]);
  });

  it('has no target after the last token', () => {
    assert.deepEqual([...nextTokenBatch(counting(3), Int32Array.of(1), 2).targets], [2, -1]);
  });
});

describe('training streams', () => {
  it('read each row onwards from batch to batch until the epoch ends', () => {
    fc.assert(
      fc.property(sizes, ({ rows, steps, count }) => {
        const source = trainingStreams(counting(count), count, rows, steps, true);
        const windows = Math.floor((count - 1) / (rows * steps));
        let before = source.peek();
        assert.equal(before.continues, false);
        for (let read = 1; read < 3 * windows; read++) {
          source.advance();
          const now = source.peek();
          assert.equal(now.continues, read % windows !== 0);
          if (now.continues) now.positions.forEach((at, row) => assert.equal(at, before.positions[row] + steps));
          before = now;
        }
      }),
    );
  });

  it('train on no position twice in an epoch, and never on the tokens kept for validation', () => {
    fc.assert(
      fc.property(sizes, fc.nat(30), ({ rows, steps, count }, kept) => {
        const source = trainingStreams(counting(count + kept), count, rows, steps, true);
        const seen = new Set<number>();
        do {
          const { batch } = source.peek();
          for (const target of batch.targets) {
            assert.ok(target > 0 && target < count && !seen.has(target));
            seen.add(target);
          }
          source.advance();
        } while (source.peek().continues);
      }),
    );
  });

  it('leave no token out for ever', () => {
    const source = trainingStreams(counting(30), 30, 2, 8, true);
    const targets = new Set<number>();
    for (let i = 0; i < 60; i++, source.advance()) source.peek().batch.targets.forEach((target) => targets.add(target));
    assert.deepEqual(
      [...targets].sort((a, b) => a - b),
      [...counting(30).subarray(1)],
    );
  });

  it('tell the token position of each row', () => {
    const source = trainingStreams(counting(100), 100, 3, 5, true);
    for (let i = 0; i < 10; i++, source.advance()) {
      const { batch, positions } = source.peek();
      assert.deepEqual([...batch.inputs.subarray(0, 3)], [...positions]);
    }
  });

  it('never continue when the state is not carried', () => {
    const source = trainingStreams(counting(100), 100, 2, 5, false);
    for (let i = 0; i < 12; i++, source.advance()) assert.equal(source.peek().continues, false);
  });

  it('do not move when peeked at, and go on to the same batches from a saved cursor', () => {
    const read = (cursor: number, moves: number) => {
      const source = trainingStreams(counting(200), 190, 3, 7, true);
      source.restore(cursor);
      for (let i = 0; i < moves; i++) {
        source.peek();
        source.peek();
        source.advance();
      }
      return { next: source.peek(), cursor: source.save() };
    };
    const halfway = read(0, 13);
    assert.equal(halfway.cursor, 13);
    assert.deepEqual(read(halfway.cursor, 29).next, read(0, 42).next);
  });
});

describe('validation streams', () => {
  it('predict every kept token once, but fewer than one row of leftovers', () => {
    fc.assert(
      fc.property(sizes, ({ rows, steps, count }) => {
        const from = 3;
        const batches = validationStreams(counting(from + count), from, rows, steps, 10_000);
        const targets = batches.flatMap((batch) => [...batch.targets]);
        assert.equal(new Set(targets).size, targets.length);
        assert.ok(targets.length > count - rows && targets.every((target) => target >= from));
        assert.ok(batches.every((batch) => batch.rows <= rows && batch.steps <= steps));
      }),
    );
  });

  it('go on in each batch where the one before it ended', () => {
    const batches = validationStreams(counting(120), 20, 3, 8, 10_000);
    for (let i = 1; i < batches.length; i++) {
      const last = batches[i - 1].targets.subarray(-3);
      assert.deepEqual([...batches[i].inputs.subarray(0, 3)], [...last]);
    }
  });

  it('stay within the limit and spread over all the kept tokens', () => {
    const batches = validationStreams(counting(10_100), 100, 4, 10, 400);
    const targets = batches.flatMap((batch) => [...batch.targets]);
    assert.equal(targets.length, 400);
    assert.deepEqual([...batches[0].targets.subarray(0, 4)], [100, 2600, 5100, 7600]);
  });
});
