/** What the shipped reader was trained with. Same settings and data: same bits. */
export const SETTINGS = {
  seed: 1,
  /** Words in the table, the most frequent of the training texts first. */
  words: 18_000,
  embeddingSize: 100,
  hiddenSize: 64,
  /** Hidden units of the bag's one dense layer. */
  bagSize: 64,
  /** Sentences of one batch. */
  rows: 64,
  epochs: { reader: 3, running: 2, bag: 4 },
  learningRate: { reader: 0.002, running: 0.002, bag: 0.002 },
  /** Share of the words that are heard as if they had never been seen. */
  wordDropout: 0.2,
  /** Parameters are averaged over about this many of the last samples, one taken every `averageEvery` steps. */
  averageOver: 100,
  averageEvery: 20,
  /** Share of GoEmotions' neutral comments, among those kept for calibration, that must be left neutral. */
  neutralKept: 0.82,
} as const;

/** How often an epoch reads each sentence of a set; a set not named is read once. */
export const SHARES: Readonly<Record<string, number>> = {
  'rt-polarity': 2,
  'uci-amazon': 2,
  'uci-imdb': 2,
  senti4sd: 3,
  'pull-requests': 2,
  goemotions: 0.6,
  'sst2-phrases': 0.3,
};
