/**
 * A reader file: one table of word vectors and up to three models that read them, as safetensors.
 *
 *     words                       U8, UTF-8, one word a line, in the order of their ids (`WordFormTable`)
 *     embedding.weight            V × E
 *     reader.rnn.weight_ih_l0 ... PyTorch's names under the model's: `reader`, `running`, `bag`
 *     metadata `unroll.reader`    the layout's version
 *     metadata `unroll.header`    JSON, see `readerHeader.ts`
 *
 * Matrices hold bytes u with a scale for each row, `<name>.scale`: the number is (u - 128) · scale. Vectors are float32.
 */
import { parameterTable } from '../engine/parameters';
import type { ModelShape, NamedArray } from '../engine/types';
import { FormatError } from '../formats/formatError';
import { readSafetensors, writeSafetensors, type Tensor } from '../formats/safetensors';
import { WordFormTable } from '../text/wordFormTable';
import { packRows, unpackRows } from './packedRows';
import { damagedReader, readReaderHeader, type ReaderHeader } from './readerHeader';

const VERSION = '1';
const VERSION_KEY = 'unroll.reader';
const HEADER_KEY = 'unroll.header';
const WORDS = 'words';
const EMBEDDING = 'embedding.weight';
const SCALE = '.scale';
/** A reader is small; what is larger is something else. */
const MAX_BYTES = 64 << 20;

/** The models of a reader, by what they are for. */
export const PARTS = ['reader', 'running', 'bag'] as const;
export type PartName = (typeof PARTS)[number];

/** One model over the word vectors. Its scores are calibrated: their softmax is what it believes. */
export interface ReaderPart {
  readonly cell: ModelShape['cell'];
  readonly hiddenSize: number;
  readonly layers: number;
  readonly bidirectional: boolean;
  /** All of `parameterTable(partShape(...))`, by PyTorch's names. */
  readonly parameters: readonly NamedArray[];
}

/** Everything in a reader file, decoded. */
export interface ReaderFile {
  /** Name for people. */
  readonly name: string;
  readonly labels: readonly string[];
  readonly leanings: readonly (-1 | 0 | 1)[];
  /** Index of the label that is left alone, or -1. */
  readonly neutral: number;
  /** The learned words; row of word i: `new WordFormTable(words).firstWord + i`, see there for the rows before. */
  readonly words: readonly string[];
  readonly embeddingSize: number;
  /** `new WordFormTable(words).size` × E. */
  readonly embedding: Float32Array;
  /** Reads whole sentences: mean pooling of the steps' scores, in one direction or both. */
  readonly reader: ReaderPart;
  /** Reads forward only: the running score. Null: the reader itself, when it reads one way. */
  readonly running: ReaderPart | null;
  /** Reads the mean of the sentence's vectors as its one timestep: knows no order. */
  readonly bag: ReaderPart | null;
  /** How it was trained, for people. */
  readonly facts: Readonly<Record<string, string>>;
}

/** Shape of a model that reads vectors of `embeddingSize` numbers and answers `labels` classes once a sentence. */
export function partShape(part: Omit<ReaderPart, 'parameters'>, embeddingSize: number, labels: number): ModelShape {
  const { cell, hiddenSize, layers, bidirectional } = part;
  return {
    cell,
    hiddenSize,
    layers,
    bidirectional,
    embeddingSize,
    outputSize: labels,
    vocabularySize: 1,
    input: 'vector',
    pooling: 'mean',
  };
}

/** Encodes a reader; a matrix keeps 8 bits a number. Throws a `FormatError` when `decodeReader` would not take it. */
export function encodeReader(file: ReaderFile): Uint8Array {
  const { words, embedding, embeddingSize } = file;
  const header: ReaderHeader = {
    name: file.name,
    labels: [...file.labels],
    leanings: [...file.leanings],
    neutral: file.neutral,
    embeddingSize,
    reader: described(file.reader),
    running: file.running && described(file.running),
    bag: file.bag && described(file.bag),
    facts: file.facts,
  };
  const table = { name: EMBEDDING, shape: [embedding.length / embeddingSize, embeddingSize], data: embedding };
  const tensors: Tensor[] = [
    { ...vectorOf(new TextEncoder().encode(words.join('\n'))), name: WORDS },
    ...packed(table),
    ...PARTS.flatMap((part) =>
      (file[part]?.parameters ?? []).flatMap((array) => packed({ ...array, name: `${part}.${array.name}` })),
    ),
  ];
  const metadata = new Map([
    ['format', 'pt'],
    [VERSION_KEY, VERSION],
    [HEADER_KEY, JSON.stringify(header)],
  ]);
  const bytes = writeSafetensors(tensors, metadata);
  decodeReader(bytes);
  return bytes;
}

/** Decodes and checks a reader file, trusting nothing in it. Throws a `FormatError`. */
export function decodeReader(bytes: Uint8Array): ReaderFile {
  if (bytes.length > MAX_BYTES)
    throw new FormatError(
      `This is no reader: it has ${bytes.length.toLocaleString('en')} bytes.`,
      'Choose a model that Unroll has exported.',
    );
  const { tensors, metadata } = readSafetensors(bytes);
  assertVersion(metadata.get(VERSION_KEY));
  const header = readReaderHeader(metadata.get(HEADER_KEY));
  const { embeddingSize, labels } = header;
  const left = new Map(tensors);
  const words = takeWords(left);
  const embedding = takeMatrix(left, EMBEDDING, [new WordFormTable(words).size, embeddingSize]);
  const take = (part: PartName): ReaderPart | null => {
    const model = header[part];
    if (!model) return null;
    const parameters = parameterTable(partShape(model, embeddingSize, labels.length)).map(({ name, shape }) => {
      const own = `${part}.${name}`;
      return { name, shape, data: shape.length === 2 ? takeMatrix(left, own, shape) : takeVector(left, own, shape) };
    });
    return { ...model, parameters };
  };
  const file = { ...header, words, embedding, reader: take('reader')!, running: take('running'), bag: take('bag') };
  for (const name of left.keys()) throw damagedReader(`Tensor ${JSON.stringify(name.slice(0, 80))} is no part of it.`);
  return file;
}

function described({ cell, hiddenSize, layers, bidirectional }: ReaderPart): Omit<ReaderPart, 'parameters'> {
  return { cell, hiddenSize, layers, bidirectional };
}

function assertVersion(version: string | undefined): void {
  if (version === undefined)
    throw new FormatError('This safetensors file is no reader.', 'Choose a model that Unroll has exported.');
  if (version !== VERSION)
    throw new FormatError('This reader comes from another version of Unroll.', 'Update Unroll, or export it again.');
}

function vectorOf<T extends Uint8Array | Float32Array>(data: T) {
  return { shape: [data.length], data };
}

function packed({ name, shape, data }: NamedArray): Tensor[] {
  if (shape.length !== 2) return [{ name, shape, data: Float32Array.from(data) }];
  const { bytes, scales } = packRows(data, shape[0]!, shape[1]!);
  return [
    { name, shape, data: bytes },
    { ...vectorOf(scales), name: name + SCALE },
  ];
}

type Tensors = Map<string, Tensor>;

function take<T>(
  left: Tensors,
  name: string,
  of: abstract new (...args: never[]) => T,
  shape: readonly number[] | null,
): T {
  const tensor = left.get(name);
  if (!tensor) throw damagedReader(`Tensor ${name} is missing.`);
  if (!(tensor.data instanceof of)) throw damagedReader(`Tensor ${name} has elements of the wrong type.`);
  if (shape && tensor.shape.join() !== shape.join())
    throw damagedReader(`Tensor ${name} has shape [${tensor.shape.join(', ')}] where [${shape.join(', ')}] is needed.`);
  left.delete(name);
  return tensor.data;
}

function takeVector(left: Tensors, name: string, shape: readonly number[]): Float32Array {
  const data = take(left, name, Float32Array, shape);
  if (!data.every(Number.isFinite)) throw damagedReader(`Tensor ${name} holds a number that is not finite.`);
  return data;
}

function takeMatrix(left: Tensors, name: string, shape: readonly number[]): Float32Array {
  const bytes = take(left, name, Uint8Array, shape);
  return unpackRows(bytes, takeVector(left, name + SCALE, [shape[0]!]));
}

function takeWords(left: Tensors): string[] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(take(left, WORDS, Uint8Array, null));
  } catch (error) {
    throw error instanceof FormatError ? error : damagedReader('Its words are not UTF-8.');
  }
  const words = text === '' ? [] : text.split('\n');
  if (words.includes('') || new Set(words).size !== words.length)
    throw damagedReader('A word of it is empty or stands there twice.');
  return words;
}
