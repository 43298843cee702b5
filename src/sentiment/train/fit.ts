/** Trains one model on labelled sentences. */
import { createEngine, type EngineBuild } from '../../engine/createEngine';
import { Generator } from '../../engine/generator';
import type { Batch, ModelShape, NamedArray } from '../../engine/types';
import { byLength } from '../../tasks/batches';
import { ParameterAverage } from './average';
import type { Row } from './rows';
import type { Settings } from './settings';
import { shuffled } from './shuffled';

export interface FitOptions {
  readonly shape: ModelShape;
  readonly steps: number;
  readonly epochs: number;
  /** Where to begin, by name; what is not named begins as the engine makes it. */
  readonly first: readonly NamedArray[];
  /** The sentences of one epoch. */
  readonly epoch: (generator: Generator) => readonly Row[];
  readonly batch: (sentences: readonly Int32Array[], labels: readonly number[]) => Batch;
  readonly build: EngineBuild;
  readonly report: (epoch: number, loss: number) => void;
}

const STREAM = 12;
/** Share of the learning rate at the end of the schedule, and steps until the whole. */
const FLOOR = 0.25;
const WARMUP = 100;
/** Sentences are sorted by their length plus as many words at random: batches differ from epoch to epoch. */
const MIX = 6;

/** The averaged parameters after the last epoch. */
export async function fit(settings: Settings, options: FitOptions): Promise<NamedArray[]> {
  const { rows, seed, wordDropout, averageOver, averageEvery } = settings;
  const generator = new Generator(seed, STREAM);
  const perEpoch = Math.ceil(options.epoch(new Generator(seed, STREAM)).length / rows);
  const engine = createEngine(
    {
      shape: options.shape,
      sizes: { steps: options.steps, rows, probeSteps: 1 },
      seed,
      precision: 'float32',
      optimizer: 'adam',
      learningRate: settings.learningRate,
      schedule: { kind: 'cosine', steps: perEpoch * options.epochs, floor: FLOOR, warmup: WARMUP },
    },
    options.build,
  );
  // The result is the same with one thread, only later.
  if (options.build.startThread) await waitFor(() => engine.threads === 2);
  engine.writeParameters(options.first);
  const average = new ParameterAverage(averageOver);
  let step = 0;
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const sentences = options.epoch(generator);
    const lengths = sentences.map(({ ids }) => ids.length + generator.uniform() * MIX);
    const groups = shuffled(byLength(lengths, rows), generator);
    let sum = 0;
    for (const group of groups) {
      const heard = group.map((i) => {
        const { ids, unseen } = sentences[i]!;
        return ids.map((id, t) => (generator.uniform() < wordDropout ? unseen[t]! : id));
      });
      const batch = options.batch(
        heard,
        group.map((i) => sentences[i]!.label),
      );
      const report = engine.gradients(batch, 0, () => false);
      if (typeof report === 'object') sum += report.loss;
      engine.update(0);
      if (++step % averageEvery === 0 && step > perEpoch * (options.epochs / 3)) average.add(engine.readParameters());
    }
    options.report(epoch, sum / groups.length);
  }
  engine.dispose();
  return average.read();
}

async function waitFor(ready: () => boolean): Promise<void> {
  for (let i = 0; i < 1000 && !ready(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
}
