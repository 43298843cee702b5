import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { FormatError } from '../../../src/formats/formatError';
import { readSafetensors, writeSafetensors, type Tensor } from '../../../src/formats/safetensors';

const NONE: ReadonlyMap<string, string> = new Map();

/** A file with the given header and so many data bytes, whether or not they fit each other. */
function file(header: string, dataBytes = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

const entry = (begin: number, end: number, shape = [(end - begin) / 4], dtype = 'F32') =>
  JSON.stringify({ dtype, shape, data_offsets: [begin, end] });

function refuses(bytes: Uint8Array, sentence: RegExp): void {
  assert.throws(
    () => readSafetensors(bytes),
    (error) => {
      assert.ok(error instanceof FormatError, String(error));
      assert.match(error.problem, sentence);
      assert.match(error.nextStep, /\.$/);
      return true;
    },
  );
}

const name = fc.string({ unit: 'binary' }).filter((text) => text !== '__metadata__');
const shapes = fc.array(fc.nat({ max: 4 }), { maxLength: 4 });
const data = fc.tuple(shapes, fc.constantFrom('F32', 'F64', 'I32', 'I64', 'U8')).chain(([shape, dtype]) => {
  const length = shape.reduce((product, size) => product * size, 1);
  const options = { minLength: length, maxLength: length };
  const arrays = {
    F32: fc.float32Array(options),
    F64: fc.float64Array(options),
    I32: fc.int32Array(options),
    I64: fc.bigInt64Array(options),
    U8: fc.uint8Array(options),
  };
  return fc.record({ shape: fc.constant(shape), data: arrays[dtype] });
});
const tensors = fc
  .dictionary(name, data)
  .map((byName) => Object.entries(byName).map(([name, tensor]): Tensor => ({ name, ...tensor })));
const metadata = fc.array(fc.tuple(fc.string(), fc.string())).map((pairs) => new Map(pairs));

describe('safetensors', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(tensors, metadata, (written, notes) => {
        const read = readSafetensors(writeSafetensors(written, notes));
        assert.deepEqual(new Map(read.metadata), notes);
        assert.equal(read.tensors.size, written.length);
        for (const tensor of written) assert.deepEqual(read.tensors.get(tensor.name), tensor);
      }),
    );
  });

  it('reads a file that starts anywhere in a buffer', () => {
    fc.assert(
      fc.property(tensors, fc.integer({ min: 0, max: 9 }), (written, shift) => {
        const bytes = writeSafetensors(written, NONE);
        const moved = new Uint8Array(bytes.length + shift).subarray(shift);
        moved.set(bytes);
        const read = readSafetensors(moved);
        for (const tensor of written) assert.deepEqual(read.tensors.get(tensor.name), tensor);
      }),
    );
  });

  it('answers any bytes with tensors or a FormatError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readSafetensors(bytes);
        } catch (error) {
          assert.ok(error instanceof FormatError, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('answers a file with some bytes changed or cut with tensors or a FormatError', () => {
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 });
    fc.assert(
      fc.property(tensors, changes, fc.nat({ max: 20 }), (written, edits, cut) => {
        const bytes = writeSafetensors(written, new Map([['format', 'pt']]));
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        try {
          readSafetensors(bytes.subarray(0, bytes.length - cut));
        } catch (error) {
          assert.ok(error instanceof FormatError, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('answers any JSON header with tensors or a FormatError', () => {
    const numbers = fc.oneof(fc.nat({ max: 32 }), fc.double(), fc.constant(-1));
    const entries = fc.record(
      {
        dtype: fc.constantFrom('F32', 'F64', 'BF16', 'constructor', 3),
        shape: fc.oneof(fc.array(numbers, { maxLength: 3 }), fc.constant(null)),
        data_offsets: fc.oneof(fc.array(numbers, { maxLength: 3 }), fc.constant('0')),
      },
      { requiredKeys: [] },
    );
    const headers = fc.oneof(
      fc.json(),
      fc.dictionary(fc.constantFrom('a', 'b', '__metadata__'), entries).map((h) => JSON.stringify(h)),
    );
    fc.assert(
      fc.property(headers, fc.nat({ max: 64 }), (header, dataBytes) => {
        try {
          readSafetensors(file(header, dataBytes));
        } catch (error) {
          assert.ok(error instanceof FormatError, String(error));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives views of the file where the data are aligned', () => {
    const bytes = writeSafetensors([{ name: 'a', shape: [2], data: Float64Array.of(1, 2) }], NONE);
    assert.equal(readSafetensors(bytes).tensors.get('a')?.data.buffer, bytes.buffer);
  });

  it('reads a header padded with spaces, as other writers pad it', () => {
    const read = readSafetensors(file(`{"a":${entry(0, 8)}}   `, 8));
    assert.deepEqual(read.tensors.get('a')?.shape, [2]);
  });

  it('refuses to write two tensors of one name, and a shape that is not the data’s', () => {
    const tensor = { name: 'a', shape: [1], data: Float32Array.of(1) };
    assert.throws(() => writeSafetensors([tensor, tensor], NONE), RangeError);
    assert.throws(() => writeSafetensors([{ ...tensor, shape: [2] }], NONE), RangeError);
    assert.throws(() => writeSafetensors([{ ...tensor, name: '__metadata__' }], NONE), RangeError);
  });

  it('says so when the file is too short', () => {
    refuses(new Uint8Array(0), /only 0 bytes/);
    refuses(new Uint8Array(7), /only 7 bytes/);
    refuses(file('{}').subarray(0, 9), /ends inside its header/);
  });

  it('says so when the header is absurdly long', () => {
    refuses(new Uint8Array(16).fill(255), /header would be/);
    const bytes = file('{}');
    new DataView(bytes.buffer).setUint32(0, 17 << 20, true);
    refuses(bytes, /header would be 17825792 bytes/);
  });

  it('says so when the header is not JSON, not UTF-8 or not a table', () => {
    refuses(file('{'), /not JSON/);
    refuses(file(''), /not JSON/);
    refuses(file('\u{feff}{}'), /not JSON/);
    refuses(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0x22, 0xff, 0x22), /not JSON/);
    for (const header of ['[]', '3', 'null', '"a"']) refuses(file(header), /not a table/);
    refuses(file('['.repeat(1 << 20) + ']'.repeat(1 << 20)), /not JSON|not a table/);
  });

  it('says so when a name stands twice, however it is spelt', () => {
    refuses(file(`{"a":${entry(0, 4)},"a":${entry(4, 8)}}`, 8), /names "a" twice/);
    refuses(file(`{"a":${entry(0, 4)},"\\u0061":${entry(0, 4)}}`, 4), /names "a" twice/);
    refuses(file('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4), /names "shape" twice/);
  });

  it('does not mistake text that looks like a key', () => {
    const read = readSafetensors(file('{"__metadata__":{"a":"b\\":{\\"a\\":","c":"a:"}}'));
    assert.equal(read.metadata.get('c'), 'a:');
  });

  it('keeps a tensor named __proto__ a tensor', () => {
    assert.equal(readSafetensors(file(`{"__proto__":${entry(0, 4)}}`, 4)).tensors.size, 1);
  });

  it('says so when tensors overlap, leave holes or lie outside', () => {
    refuses(file(`{"a":${entry(0, 8)},"b":${entry(4, 12)}}`, 12), /overlap/);
    refuses(file(`{"a":${entry(0, 4)},"b":${entry(0, 4)}}`, 4), /overlap/);
    refuses(file(`{"a":${entry(0, 4)},"b":${entry(8, 12)}}`, 12), /4 bytes that belong to no tensor/);
    refuses(file(`{"a":${entry(0, 4)}}`, 5), /1 bytes that belong to no tensor/);
    refuses(file(`{"a":${entry(0, 8)}}`, 4), /outside the file/);
    refuses(file(`{"a":${entry(4, 0, [1])}}`, 4), /outside the file/);
  });

  it('says so when a shape does not fit its bytes', () => {
    refuses(file(`{"a":${entry(0, 8, [3])}}`, 8), /shape \[3\] does not fit its 8 bytes/);
    refuses(file(`{"a":${entry(0, 8, [2 ** 40, 2 ** 40])}}`, 8), /does not fit/);
    for (const shape of ['[-1]', '[1.5]', '[1e300]', '"1"', 'null', '[null]']) {
      refuses(file(`{"a":{"dtype":"F32","shape":${shape},"data_offsets":[0,4]}}`, 4), /no valid shape/);
    }
  });

  it('says so when an entry lacks what it needs', () => {
    refuses(file('{"a":3}'), /no description/);
    refuses(file('{"a":{}}'), /no element type/);
    refuses(file(`{"a":${entry(0, 4, [2], 'F16')}}`, 4), /elements of type "F16"/);
    refuses(file(`{"a":${entry(0, 4, [1], 'toString')}}`, 4), /elements of type "toString"/);
    refuses(file('{"a":{"dtype":"U8","shape":[],"data_offsets":[0]}}', 1), /no valid place/);
    refuses(file('{"__metadata__":3}'), /metadata are not a table/);
    refuses(file('{"__metadata__":{"a":3}}'), /"a" is not a text/);
  });

  it('shortens a long name in its message', () => {
    refuses(file(`{"${'n'.repeat(100000)}":3}`), /^Tensor "n{80}…" has no description\.$/);
  });
});
