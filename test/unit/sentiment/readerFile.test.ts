import { strict as assert } from 'node:assert';
import { FormatError } from '../../../src/formats/formatError';
import { readSafetensors, writeSafetensors, type Tensor } from '../../../src/formats/safetensors';
import { decodeReader, encodeReader } from '../../../src/sentiment/readerFile';
import { tinyReader } from './tinyReader';

function refuses(make: () => unknown, sentence: RegExp): void {
  assert.throws(make, (error) => {
    assert.ok(error instanceof FormatError, String(error));
    assert.match(error.problem, sentence);
    assert.match(error.nextStep, /\.$/);
    return true;
  });
}

/** The tiny reader's file with some tensors changed (null: removed) and its metadata. */
function changed(
  tensors: Readonly<Record<string, Partial<Tensor> | null>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const file = readSafetensors(encodeReader(tinyReader()));
  const kept = [...file.tensors.values()].flatMap((tensor) => {
    const change = tensors[tensor.name];
    return change === null ? [] : [{ ...tensor, ...change }];
  });
  return writeSafetensors(kept, new Map([...file.metadata, ...Object.entries(metadata)]));
}

describe('A reader file', () => {
  it('gives back what was put in, matrices to within half a step of 8 bits', () => {
    const reader = tinyReader();
    const read = decodeReader(encodeReader(reader));
    assert.deepEqual(
      { ...read, embedding: 0, reader: 0, running: 0, bag: 0 },
      {
        ...reader,
        embedding: 0,
        reader: 0,
        running: 0,
        bag: 0,
      },
    );
    for (const part of ['reader', 'running', 'bag'] as const)
      read[part]!.parameters.forEach(({ name, shape, data }, p) => {
        const { name: own, shape: ownShape, data: numbers } = reader[part]!.parameters[p]!;
        assert.deepEqual([name, shape], [own, ownShape]);
        const columns = shape[1] ?? 1;
        data.forEach((value, i) => {
          const row = numbers.slice(Math.floor(i / columns) * columns, (Math.floor(i / columns) + 1) * columns);
          const step = shape.length === 1 ? 0 : Math.max(...row.map(Math.abs)) / 127;
          assert.ok(Math.abs(value - numbers[i]!) <= step * 0.5001, `${name}[${i}]`);
        });
      });
  });

  it('is the same after it was read and written again', () => {
    const bytes = encodeReader(tinyReader());
    assert.deepEqual(encodeReader(decodeReader(bytes)), bytes);
  });

  it('may hold a reader alone, with labels of any kind', () => {
    const labels = ['bug', 'feature', 'question', 'praise'];
    const file = tinyReader({ labels, leanings: [0, 0, 0, 0], neutral: -1, running: null, bag: null });
    const read = decodeReader(encodeReader(file));
    assert.deepEqual([read.labels, read.neutral, read.running, read.bag], [labels, -1, null, null]);
  });

  it('is refused in words wherever it is cut', () => {
    const bytes = encodeReader(tinyReader());
    for (let length = 0; length < bytes.length; length += 97)
      assert.throws(() => decodeReader(bytes.subarray(0, length)), FormatError, `cut to ${length} bytes`);
  });

  it('is refused when a tensor is missing, superfluous, of another shape or type', () => {
    refuses(() => decodeReader(changed({ 'reader.output.bias': null })), /reader\.output\.bias is missing/);
    refuses(() => decodeReader(changed({ 'embedding.weight.scale': null })), /embedding\.weight\.scale is missing/);
    refuses(() => decodeReader(changed({ words: { data: new TextEncoder().encode('one'), shape: [3] } })), /shape/);
    refuses(() => decodeReader(changed({ words: { data: new Float32Array(2), shape: [2] } })), /wrong type/);
    refuses(() => decodeReader(changed({ 'bag.output.bias': { name: 'bag.output.else' } })), /missing|no part/);
  });

  it('is refused when it holds a number that is not finite', () => {
    const data = Float32Array.of(0, NaN, 0);
    refuses(() => decodeReader(changed({ 'reader.output.bias': { data } })), /not finite/);
    const scales = Float32Array.of(1, Infinity, 1);
    refuses(() => decodeReader(changed({ 'reader.output.weight.scale': { data: scales } })), /not finite/);
    const embedding = tinyReader().embedding.fill(NaN, 3, 4);
    refuses(() => encodeReader(tinyReader({ embedding })), /not finite/);
  });

  it('is refused when its words are no words', () => {
    const words = (text: Uint8Array) => changed({ words: { data: text, shape: [text.length] } });
    refuses(() => decodeReader(words(Uint8Array.of(0xff, 0xfe))), /not UTF-8/);
    refuses(() => decodeReader(words(new TextEncoder().encode('a\na'))), /twice/);
    refuses(() => decodeReader(words(new TextEncoder().encode('a\n\nb'))), /empty/);
  });

  it('is refused when its description does not make sense', () => {
    const header = (over: object) => {
      const { metadata } = readSafetensors(encodeReader(tinyReader()));
      const own = JSON.parse(metadata.get('unroll.header')!) as object;
      return changed({}, { 'unroll.header': JSON.stringify({ ...own, ...over }) });
    };
    refuses(() => decodeReader(changed({}, { 'unroll.header': '{' })), /not JSON/);
    refuses(() => decodeReader(changed({}, { 'unroll.header': '1' })), /no table/);
    refuses(() => decodeReader(header({ labels: ['one'] })), /labels/);
    refuses(() => decodeReader(header({ labels: ['a', 'a', 'b'] })), /the same/);
    refuses(() => decodeReader(header({ labels: Array.from({ length: 65 }, (_, i) => `${i}`) })), /labels/);
    refuses(() => decodeReader(header({ leanings: [0] })), /differ in number/);
    refuses(() => decodeReader(header({ neutral: 3 })), /neutral/);
    refuses(() => decodeReader(header({ embeddingSize: 1e9 })), /embeddingSize/);
    refuses(() => decodeReader(header({ reader: null })), /reader/);
  });

  it('is refused when it is of another version, another kind or far too large', () => {
    refuses(() => decodeReader(changed({}, { 'unroll.reader': '2' })), /another version/);
    refuses(() => decodeReader(writeSafetensors([], new Map())), /no reader/);
    refuses(() => decodeReader(new Uint8Array((64 << 20) + 1)), /no reader/);
  });
});
