import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FRAME_BYTE_LIMIT } from '../../../src/protocol/frame';
import type { Subscription } from '../../../src/protocol/frame';
import { workerGuards } from '../../../src/protocol/guards';
import { buildFrame } from '../../../src/training/frames';
import { takeTrace } from '../../../src/training/traces';
import type { Trace } from '../../../src/training/traces';
import type { Trainer } from '../../../src/training/trainer';
import { makeTrainer, trainTo } from './corpus';

function traceOf(trainer: Trainer): Trace {
  const { batch, positions, step } = trainer.pass!;
  const key = { run: 'r', kind: 'training', step } as const;
  return takeTrace(trainer.engine, 'training', batch, key, positions[0]!, trainer.scalars());
}

const subscribe = (trace: Trace, part: Partial<Subscription> = {}): Subscription => ({
  kind: 'training',
  tensors: trace.schema.map(({ id }) => id),
  from: 0,
  to: trace.head.length,
  ...part,
});

describe('frames', () => {
  const trainer = trainTo(makeTrainer(), 5);
  const trace = traceOf(trainer);

  it('carry the very values of the engine, for any choice of tensors and columns', () => {
    const values = trainer.engine.trace('training', 0);
    const { length } = trace.head;
    fc.assert(
      fc.property(
        fc.subarray(trace.schema.map(({ id }) => id)),
        fc.integer({ min: 0, max: length }),
        fc.integer({ min: 0, max: length }),
        (tensors, a, b) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const frame = buildFrame(trace, subscribe(trace, { tensors, from, to }), 1);
          assert.deepEqual(
            frame.tensors.map(({ id }) => id),
            tensors,
          );
          for (const { id, data } of frame.tensors) {
            const width = values.get(id)!.length / length;
            assert.deepEqual(data, values.get(id)!.slice(from * width, to * width));
          }
        },
      ),
    );
  });

  it('name the tokens of row 0 of the batch, column by column', () => {
    const { batch } = trainer.pass!;
    const frame = buildFrame(trace, subscribe(trace, { from: 2, to: 5 }), 1);
    const column = (ids: Int32Array) => [2, 3, 4].map((t) => ids[t * batch.rows]);
    assert.deepEqual([...frame.inputs], column(batch.inputs));
    assert.deepEqual([...frame.targets], column(batch.targets));
  });

  it('let a guard at the host pass', () => {
    assert.equal(workerGuards.args.frame(buildFrame(trace, subscribe(trace), 1)), null);
  });

  it('bring buffers of their own and of the exact size', () => {
    const frame = buildFrame(trace, subscribe(trace), 1);
    for (const { data } of frame.tensors) assert.equal(data.byteLength, data.buffer.byteLength);
    frame.tensors[0]!.data.fill(7);
    assert.notDeepEqual(buildFrame(trace, subscribe(trace), 2).tensors[0]!.data, frame.tensors[0]!.data);
  });

  it('end where the trace ends, and ignore tensors that do not exist', () => {
    const frame = buildFrame(trace, subscribe(trace, { tensors: ['loss', 'nonsense'], from: 8, to: 99 }), 1);
    assert.deepEqual([frame.from, frame.to, frame.tensors.length, frame.tensors[0]!.data.length], [8, 10, 1, 2]);
    const past = buildFrame(trace, subscribe(trace, { from: 50, to: 99 }), 1);
    assert.deepEqual([past.from, past.to, past.inputs.length], [10, 10, 0]);
  });

  it('stay within the byte limit by leaving the largest tensors out', () => {
    const large = traceOf(trainTo(makeTrainer({ hiddenSize: 48, sequenceLength: 400, batchSize: 1 }), 1));
    const frame = buildFrame(large, subscribe(large), 1);
    const bytes = frame.tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
    const largest = Math.max(...frame.tensors.map(({ data }) => data.byteLength));
    assert.ok(bytes <= FRAME_BYTE_LIMIT);
    assert.ok(frame.tensors.length < large.schema.length && frame.tensors.some(({ id }) => id === 'loss'));
    for (const { id } of large.schema)
      if (!frame.tensors.some((tensor) => tensor.id === id)) assert.ok(large.tensors.get(id)!.byteLength >= largest);
  });
});
