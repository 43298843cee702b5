import type { TrainedClassifier } from '../training/trainedClassifier';
import { leaningsOf, neutralOf } from './leanings';
import { encodeReader } from './readerFile';

const EMBEDDING = 'embedding.weight';
/** Longest name of a reader, in UTF-16 units. */
const LONGEST_NAME = 200;

/** A classifier of the user's own as a reader file. Throws a `FormatError` with words where it cannot be one. */
export function encodeClassifier(classifier: TrainedClassifier, name: string): Uint8Array {
  const { shape, parameters, words, labels, step } = classifier;
  const { cell, hiddenSize, layers, embeddingSize, bidirectional = false } = shape;
  const embedding = parameters.find((parameter) => parameter.name === EMBEDDING)!;
  return encodeReader({
    name: name.slice(0, LONGEST_NAME),
    labels,
    leanings: leaningsOf(labels),
    neutral: neutralOf(labels),
    words,
    embeddingSize,
    embedding: Float32Array.from(embedding.data),
    reader: {
      cell,
      hiddenSize,
      layers,
      bidirectional,
      parameters: parameters.filter((parameter) => parameter !== embedding),
    },
    running: null,
    bag: null,
    facts: { training: `A classifier trained in this workspace, as of step ${step}.` },
  });
}
