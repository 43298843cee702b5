/** One sentence read closely: word by word, without its order, and each word's part in the answer. */
import type { ReaderInfo, Reading } from '../protocol/sentiment';
import { explain } from './explain';
import type { HeardSentence } from './hearing';
import { IntegratedGradients } from './integratedGradients';
import type { ReaderFile } from './readerFile';
import { sentenceTrace } from './sentenceTrace';
import { MAX_STEPS, SequenceModel } from './sequenceModel';
import type { WordVectors } from './wordVectors';

type CloseReading = Omit<Reading, 'reader' | 'text' | 'probabilities' | 'label' | 'known' | 'explained'>;

export class CloseReader {
  private readonly running: SequenceModel;
  private readonly bag: SequenceModel | null;
  private readonly gradients: IntegratedGradients;

  constructor(
    { reader, running, bag, embeddingSize, labels }: ReaderFile,
    private readonly vectors: WordVectors,
    private readonly model: SequenceModel,
  ) {
    this.running = running ? new SequenceModel(running, embeddingSize, labels.length) : model;
    this.bag = bag && new SequenceModel(bag, embeddingSize, labels.length, 1);
    this.gradients = new IntegratedGradients(reader, embeddingSize, labels.length);
  }

  /** Explains the belief in one label, from the beginning of a sentence that is longer than `MAX_STEPS`. */
  read(heard: HeardSentence, explained: number, info: ReaderInfo): CloseReading {
    const { vectors, model } = this;
    const words = heard.words.slice(0, MAX_STEPS);
    const sequence = vectors.sequence(heard.ids.subarray(0, MAX_STEPS));
    // What has been heard after each word, so that a reader of both directions has a course too.
    const prefixes = words.map((_, t) => sequence.subarray(0, (t + 1) * vectors.size));
    return {
      starts: Int32Array.from(words, ({ start }) => start),
      ends: Int32Array.from(words, ({ end }) => end),
      words: words.map(({ text }) => text),
      cut: words.length < heard.words.length,
      running: Float64Array.from(this.running.probabilities(prefixes).flatMap((row) => [...row])),
      baseline: this.bag?.probabilities([vectors.bag(heard.ids)])[0] ?? new Float64Array(0),
      ...explain(model, this.gradients, sequence, explained),
      ...sentenceTrace(model, info, words, sequence, explained),
    };
  }
}
