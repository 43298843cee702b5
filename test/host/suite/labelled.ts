/** Labelled texts that a small classifier learns. */
const WORDS = { calm: ['lovely', 'gentle', 'warm'], rough: ['bleak', 'bitter', 'cold'] } as const;
const PLACES = ['harbour', 'garden', 'tram', 'market', 'bridge'] as const;

/** Ninety sentences whose adjective tells the label. */
export const LABELLED = Array.from({ length: 90 }, (_, i) => {
  const label = i % 3 === 0 ? 'calm' : 'rough';
  return `${label}\tThe ${PLACES[i % 5]!} was ${WORDS[label][Math.floor(i / 3) % 3]!} on day ${i}.`;
}).join('\n');
/** A classifier that learns them in a moment. */
export const CLASSIFIER = { task: 'classification', maxSteps: 200, batchSize: 8, learningRate: 0.02 } as const;

/** Settings under which the command trains one like it. */
export const LEARNER = {
  'model.hiddenSize': 16,
  'training.maxSteps': 300,
  'training.batchSize': 8,
  'training.learningRate': 0.02,
};
