/** What a reader is trained with. Same settings and data: same bits. */
export interface Settings {
  readonly seed: number;
  /** Words in the table, the most frequent of the training texts first. */
  readonly words: number;
  readonly embeddingSize: number;
  readonly hiddenSize: number;
  /** Hidden units of the bag's one dense layer. */
  readonly bagSize: number;
  /** Sentences of one batch. */
  readonly rows: number;
  readonly epochs: Readonly<Record<'reader' | 'running' | 'bag', number>>;
  readonly learningRate: number;
  /** Share of the words that are heard as if they had never been seen. */
  readonly wordDropout: number;
  /** Parameters are averaged over about this many of the last samples, one taken every `averageEvery` steps. */
  readonly averageOver: number;
  readonly averageEvery: number;
  /** Share of GoEmotions' neutral comments, among those kept for calibration, that must be left neutral. */
  readonly neutralKept: number;
  /** How often an epoch reads each sentence of a source; one not named is read once. */
  readonly shares: Readonly<Record<string, number>>;
}

/** What the shipped reader was trained with, chosen on the sentences kept from training and, between recipes, by their figures. */
export const SETTINGS: Settings = {
  seed: 1,
  words: 18_000,
  embeddingSize: 100,
  hiddenSize: 48,
  bagSize: 64,
  rows: 64,
  epochs: { reader: 2, running: 2, bag: 4 },
  learningRate: 0.002,
  wordDropout: 0.15,
  averageOver: 100,
  averageEvery: 20,
  neutralKept: 0.81,
  shares: {
    'rt-polarity': 2,
    'uci-amazon': 2,
    'uci-imdb': 2,
    senti4sd: 3,
    'pull-requests': 2,
    goemotions: 0.5,
    'goemotions-neutral': 1.3,
    tweeteval: 0.6,
    'subj-objective': 0.5,
    'sst2-phrases': 0.3,
  },
};
