/** The shipped model, and the dense baseline in its file. */
import { existsSync, readFileSync } from 'node:fs';
import { LABELS } from '../../src/sentiment/labels';
import { hear } from '../../src/sentiment/hearing';
import { openReader } from '../../src/sentiment/openReader';
import { decodeReader } from '../../src/sentiment/readerFile';
import { SequenceModel } from '../../src/sentiment/sequenceModel';
import { WordVectors } from '../../src/sentiment/wordVectors';
import { WordFormTable } from '../../src/text/wordFormTable';
import { Unavailable, type Classifier } from './classifier';

/** Calibrated probabilities, as the editor shows them. */
export function unroll(file: string): Classifier {
  const reader = openReader(weightsIn(file));
  return { scores: (texts) => reader.answers(texts).probabilities };
}

/** The same words without their order: their vectors, added up. Without all else that `Reader.read` computes. */
export function bag(file: string): Classifier {
  const { words, embedding, embeddingSize, bag: part } = decodeReader(weightsIn(file));
  if (part === null) throw new Unavailable(`no bag of words in ${file}`);
  const table = new WordFormTable(words);
  const vectors = new WordVectors(embedding, embeddingSize);
  const model = new SequenceModel(part, embeddingSize, LABELS.length, 1);
  return {
    scores: (texts) =>
      model.probabilities(texts.map((text) => vectors.bag(hear(text, table).ids))).flatMap((row) => [...row]),
  };
}

function weightsIn(file: string): Uint8Array {
  if (!existsSync(file)) throw new Unavailable(`no ${file}: npm run train:sentiment makes it`);
  return readFileSync(file);
}
