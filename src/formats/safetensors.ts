/**
 * Reader and writer of safetensors (https://github.com/huggingface/safetensors, "Format"): an 8-byte little-endian
 * header length, a JSON header, then the tensors' bytes, row-major and little-endian without gaps or overlaps.
 * Typed arrays use the machine's byte order, which is little-endian wherever VS Code runs.
 */
import { FormatError } from './formatError';
import { repeatedKey } from './repeatedKey';

/** Array class of each element type that can be read. */
const CLASSES = {
  F32: Float32Array,
  F64: Float64Array,
  I32: Int32Array,
  I64: BigInt64Array,
  U8: Uint8Array,
} as const;
type Dtype = keyof typeof CLASSES;

export type TensorData = Float32Array | Float64Array | Int32Array | BigInt64Array | Uint8Array;

/** One tensor, row-major; its element type is its array's. */
export interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Longest header read: room for some 100,000 tensors, and little enough to parse at once. */
const MAX_HEADER = 16 * 1024 * 1024;
const LENGTH_BYTES = 8;
const METADATA = '__metadata__';

const damaged = (problem: string) =>
  new FormatError(problem, 'The file is damaged or incomplete: export or download it again.');
const unsupported = (problem: string) =>
  new FormatError(problem, 'Save it as safetensors with float32 or float64 tensors.');

/**
 * Encodes tensors as one file. Wider elements come first, so that a reader finds each tensor aligned.
 * Throws a `RangeError` on a repeated or reserved name or a shape that does not fit its data.
 */
export function writeSafetensors(tensors: readonly Tensor[], metadata: ReadonlyMap<string, string>): Uint8Array {
  const names = new Set<string>([METADATA]);
  const ordered = [...tensors].sort((a, b) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const entries: [string, unknown][] = metadata.size > 0 ? [[METADATA, Object.fromEntries(metadata)]] : [];
  let end = 0;
  for (const { name, shape, data } of ordered) {
    if (names.has(name)) throw new RangeError(`A file cannot hold two tensors named ${JSON.stringify(name)}.`);
    if (elementCount(shape) !== data.length) {
      throw new RangeError(
        `Tensor ${JSON.stringify(name)} has ${data.length} elements, its shape [${shape.join(', ')}] others.`,
      );
    }
    names.add(name);
    const begin = end;
    end += data.byteLength;
    entries.push([name, { dtype: dtypeOf(data), shape, data_offsets: [begin, end] }]);
  }
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  // Trailing spaces are allowed in the header; they align the data to 8 bytes.
  const headerLength = Math.ceil(header.length / 8) * 8;
  const bytes = new Uint8Array(LENGTH_BYTES + headerLength + end);
  new DataView(bytes.buffer).setUint32(0, headerLength, true);
  bytes.fill(0x20, LENGTH_BYTES, LENGTH_BYTES + headerLength);
  bytes.set(header, LENGTH_BYTES);
  let at = LENGTH_BYTES + headerLength;
  for (const { data } of ordered) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * Decodes a file, trusting nothing in it. Data are views into `bytes` where they lie aligned, else copies.
 * Throws a `FormatError`.
 */
export function readSafetensors(bytes: Uint8Array): TensorFile {
  const { header, dataStart } = readHeader(bytes);
  const data = bytes.subarray(dataStart);
  const tensors = new Map<string, Tensor>();
  const ranges: (readonly [begin: number, end: number])[] = [];
  let metadata: ReadonlyMap<string, string> = new Map();
  for (const [name, entry] of Object.entries(header)) {
    if (name === METADATA) {
      metadata = readMetadata(entry);
      continue;
    }
    const { dtype, shape, begin, end } = readEntry(name, entry, data.length);
    tensors.set(name, { name, shape, data: arrayOver(data.subarray(begin, end), dtype) });
    ranges.push([begin, end]);
  }
  assertGapless(ranges, data.length);
  return { tensors, metadata };
}

function readHeader(bytes: Uint8Array): { header: Readonly<Record<string, unknown>>; dataStart: number } {
  if (bytes.length < LENGTH_BYTES) throw damaged(`This is not a safetensors file: it has only ${bytes.length} bytes.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 4294967296;
  if (length > MAX_HEADER) {
    throw new FormatError(
      `This is not a safetensors file: its header would be ${length} bytes long.`,
      'Choose a file that ends in .safetensors.',
    );
  }
  const dataStart = LENGTH_BYTES + length;
  if (dataStart > bytes.length) throw damaged(`The file ends inside its header, after ${bytes.length} bytes.`);
  let header: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(LENGTH_BYTES, dataStart),
    );
    header = JSON.parse(text);
    const repeated = repeatedKey(text);
    if (repeated !== null) throw damaged(`The header names ${quote(repeated)} twice.`);
  } catch (error) {
    throw error instanceof FormatError ? error : damaged('The header is not JSON.');
  }
  if (!isRecord(header)) throw damaged('The header is not a table of tensors.');
  return { header, dataStart };
}

function readMetadata(entry: unknown): ReadonlyMap<string, string> {
  const metadata = new Map<string, string>();
  if (!isRecord(entry)) throw damaged('The metadata are not a table of texts.');
  for (const [key, value] of Object.entries(entry)) {
    if (typeof value !== 'string') throw damaged(`The metadata entry ${quote(key)} is not a text.`);
    metadata.set(key, value);
  }
  return metadata;
}

interface Entry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function readEntry(name: string, entry: unknown, dataLength: number): Entry {
  const quoted = quote(name);
  if (!isRecord(entry)) throw damaged(`Tensor ${quoted} has no description.`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string') throw damaged(`Tensor ${quoted} has no element type.`);
  if (!isDtype(dtype))
    throw unsupported(`Tensor ${quoted} has elements of type ${quote(dtype)}, which Unroll cannot read.`);
  if (!isSizes(shape)) throw damaged(`Tensor ${quoted} has no valid shape.`);
  if (!isSizes(offsets) || offsets.length !== 2) throw damaged(`Tensor ${quoted} has no valid place in the file.`);
  const [begin, end] = offsets;
  if (begin > end || end > dataLength) throw damaged(`Tensor ${quoted} lies outside the file.`);
  if (elementCount(shape) * CLASSES[dtype].BYTES_PER_ELEMENT !== end - begin) {
    throw damaged(`Tensor ${quoted} of shape [${shape.join(', ')}] does not fit its ${end - begin} bytes.`);
  }
  return { dtype, shape, begin, end };
}

/** The format allows no hole: every byte belongs to one tensor. */
function assertGapless(ranges: (readonly [begin: number, end: number])[], dataLength: number): void {
  let covered = 0;
  for (const [begin, end] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (begin < covered) throw damaged('Two tensors of the file overlap.');
    if (begin > covered) throw damaged(`The file has ${begin - covered} bytes that belong to no tensor.`);
    covered = end;
  }
  if (covered !== dataLength) throw damaged(`The file has ${dataLength - covered} bytes that belong to no tensor.`);
}

function arrayOver(bytes: Uint8Array, dtype: Dtype): TensorData {
  const of = CLASSES[dtype];
  const aligned = bytes.byteOffset % of.BYTES_PER_ELEMENT === 0;
  const { buffer, byteOffset } = aligned ? bytes : bytes.slice();
  return new of(buffer as ArrayBuffer, byteOffset, bytes.length / of.BYTES_PER_ELEMENT);
}

function dtypeOf(data: TensorData): Dtype {
  return (Object.keys(CLASSES) as Dtype[]).find((dtype) => data instanceof CLASSES[dtype])!;
}

/** Infinity for absurd shapes, which then fit nothing. */
function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A name from the file, short enough to show. */
function quote(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDtype(value: string): value is Dtype {
  return Object.hasOwn(CLASSES, value);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
}
