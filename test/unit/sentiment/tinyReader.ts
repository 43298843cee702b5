/** A reader with few words and random models, made without training. */
import { Generator } from '../../../src/engine/generator';
import { parameterTable } from '../../../src/engine/parameters';
import { partShape, type ReaderFile, type ReaderPart } from '../../../src/sentiment/readerFile';
import { WordFormTable } from '../../../src/text/wordFormTable';

const WORDS = ['good', 'bad', 'not', 'the', 'film', 'is', '!'];

/** `over`: what is different. */
export function tinyReader(over: Partial<ReaderFile> = {}): ReaderFile {
  const generator = new Generator(7);
  const random = (count: number): Float32Array => Float32Array.from({ length: count }, () => generator.normal());
  const embeddingSize = 5;
  const labels = over.labels ?? ['negative', 'neutral', 'positive'];
  const part = (cell: ReaderPart['cell'], bidirectional: boolean): ReaderPart => {
    const own = { cell, hiddenSize: 4, layers: 1, bidirectional };
    const parameters = parameterTable(partShape(own, embeddingSize, labels.length)).map(({ name, shape }) => ({
      name,
      shape,
      data: random(shape.reduce((a, b) => a * b)),
    }));
    return { ...own, parameters };
  };
  return {
    name: 'tiny',
    labels,
    leanings: [-1, 0, 1],
    neutral: 1,
    words: WORDS,
    embeddingSize,
    embedding: random(new WordFormTable(over.words ?? WORDS).size * embeddingSize),
    reader: part('lstm', true),
    running: part('gru', false),
    bag: part('rnn_tanh', false),
    facts: { seed: '7' },
    ...over,
  };
}
