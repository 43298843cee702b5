/** A reader that answers by a word, remembers what it read, and takes as long as it is told. */
import type { Reading } from '../../../src/protocol/sentiment';
import type { Answers, Reader } from '../../../src/sentiment/reader';

export class FakeReader implements Reader {
  readonly info;
  /** Every sentence that was read, in order. */
  readonly read_: string[] = [];

  constructor(
    labels: readonly string[] = ['negative', 'neutral', 'positive'],
    private readonly millisecondsPerSentence = 0,
  ) {
    this.info = { name: 'fake', labels, leanings: labels.map(() => 0 as const), neutral: 1, modelLine: 'none' };
  }

  static labelOf(sentence: string): number {
    return sentence.includes('good') ? 2 : sentence.includes('bad') ? 0 : 1;
  }

  answers(sentences: readonly string[]): Answers {
    this.read_.push(...sentences);
    if (sentences.some((sentence) => sentence.includes('explode'))) throw new Error('The reader failed.');
    const end = performance.now() + this.millisecondsPerSentence * sentences.length;
    while (performance.now() < end);
    const size = this.info.labels.length;
    const probabilities = new Float32Array(sentences.length * size);
    const labels = Int32Array.from(sentences, FakeReader.labelOf);
    labels.forEach((label, i) => (probabilities[i * size + label] = 1));
    const known = Float32Array.from(sentences, (sentence) => (/[a-z]/.test(sentence) ? 1 : 0));
    return { labels, probabilities, known };
  }

  read(text: string): Reading {
    throw new Error(`Asked for ${text}.`);
  }
}
