/** One of a reader's models at work: sequences of vectors in, calibrated scores of the labels out. */
import { createEngine } from '../engine/createEngine';
import type { Engine } from '../engine/types';
import { softmax } from '../training/softmax';
import { byLength } from '../tasks/batches';
import { partShape, type ReaderPart } from './readerFile';
import { vectorBatch } from './vectorBatch';

/** Longest sequence that is read at once: so long, all that an LSTM of 2 × 64 units computed on it fits one frame. */
export const MAX_STEPS = 60;
/** Sequences side by side: enough to keep the kernels busy, and few positions to keep memory for. */
const ROWS = 32;

export class SequenceModel {
  readonly engine: Engine;

  constructor(
    part: ReaderPart,
    readonly embeddingSize: number,
    readonly labels: number,
    steps = MAX_STEPS,
  ) {
    this.engine = createEngine({
      shape: partShape(part, embeddingSize, labels),
      sizes: { steps, rows: ROWS, probeSteps: steps },
      seed: 0,
      precision: 'float32',
      // It never learns: this rule keeps no moments.
      optimizer: 'sgd',
      learningRate: 1,
    });
    this.engine.writeParameters(part.parameters);
  }

  /**
   * Scores of the labels for some sequences of 1 to `MAX_STEPS` timesteps, in their order. `vectorsOf` gives those of
   * sequence i, T × E, when its turn comes: they are larger than what they are made of.
   */
  scores(lengths: readonly number[], vectorsOf: (i: number) => Float32Array): Float64Array[] {
    const { labels, embeddingSize } = this;
    const scores = lengths.map(() => new Float64Array(0));
    for (const group of byLength(lengths, ROWS)) {
      const answers = this.engine.answers(vectorBatch(group.map(vectorsOf), embeddingSize));
      group.forEach((i, b) => (scores[i] = answers.slice(b * labels, (b + 1) * labels)));
    }
    return scores;
  }

  /** Probabilities of the labels for some sequences of vectors. */
  probabilities(sequences: readonly Float32Array[]): Float64Array[] {
    const lengths = sequences.map(({ length }) => length / this.embeddingSize);
    return this.scores(lengths, (i) => sequences[i]!).map((scores) => softmax(scores));
  }
}
