/** From sentences to the three models of the shipped reader, over one table of word vectors. */
import type { EngineBuild } from '../../engine/createEngine';
import type { Generator } from '../../engine/generator';
import { EMBEDDING } from '../../engine/parameters';
import type { NamedArray } from '../../engine/types';
import { batchOf } from '../../tasks/batches';
import { LABELS } from '../labels';
import { partShape, type PartName, type ReaderFile, type ReaderPart } from '../readerFile';
import { MAX_STEPS, SequenceModel } from '../sequenceModel';
import { vectorBatch } from '../vectorBatch';
import { WordVectors } from '../wordVectors';
import { calibrated, favour, fitCalibration, type Judged } from './calibrate';
import type { Source } from './corpus.node';
import { fit } from './fit';
import { rowsOf, sample, type Row } from './rows';
import type { Settings } from './settings';
import { firstVectors, vocabularyOf } from './vocabulary';

/** Where neutral is hardest to tell from feeling: it is favoured until enough of this source is left neutral. */
const NEUTRAL_SOURCE = 'goemotions-neutral';
const NEUTRAL = LABELS.indexOf('neutral');

export interface Training {
  readonly sources: readonly Source[];
  readonly settings: Settings;
  readonly glove: ReadonlyMap<string, Float32Array>;
  /** Without the running score and the bag: enough to compare readers. */
  readonly readerOnly: boolean;
  readonly build: EngineBuild;
  readonly report: (model: PartName, epoch: number, loss: number) => void;
}

type Model = Omit<ReaderPart, 'parameters'>;
/** A sentence as a model hears it: its words in their order, or all at once. */
type Heard = (ids: Int32Array) => Float32Array;

/** Trains everything in a reader file but its name and facts, which are the caller's. */
export async function trainReader(training: Training): Promise<Omit<ReaderFile, 'name' | 'facts'>> {
  const { sources, settings, glove, build, report } = training;
  const { embeddingSize, hiddenSize, bagSize, epochs } = settings;
  const texts = sources.filter(({ english }) => english).flatMap(({ learned }) => learned.map(({ text }) => text));
  const table = vocabularyOf(texts, glove, settings.words);
  const learned = sources.map((source) => ({ ...source, rows: rowsOf(source.learned, table) }));
  const kept = sources.map((source) => ({ ...source, rows: rowsOf(source.kept, table) }));
  const epoch = (generator: Generator): Row[] =>
    learned.flatMap(({ name, rows }) => sample(rows, settings.shares[name] ?? 1, generator));

  const both: Model = { cell: 'lstm', hiddenSize, layers: 1, bidirectional: true };
  const forward: Model = { ...both, bidirectional: false };
  const dense: Model = { cell: 'rnn_tanh', hiddenSize: bagSize, layers: 1, bidirectional: false };

  const first = firstVectors(table, glove, embeddingSize, settings.seed);
  const whole = await fit(settings, {
    shape: { ...partShape(both, embeddingSize, LABELS.length), input: 'token', vocabularySize: table.size },
    steps: MAX_STEPS,
    epochs: epochs.reader,
    first: [{ name: EMBEDDING, shape: [table.size, embeddingSize], data: first }],
    epoch,
    batch: batchOf,
    build,
    report: (at, loss) => report('reader', at, loss),
  });
  const embedding = whole.find(({ name }) => name === EMBEDDING)!.data as Float32Array;
  const vectors = new WordVectors(embedding, embeddingSize);
  const inOrder: Heard = (ids) => vectors.sequence(ids);
  const atOnce: Heard = (ids) => vectors.bag(ids);

  const calibrate = (model: Model, heard: Heard, parameters: readonly NamedArray[]): ReaderPart => {
    const part = { ...model, parameters };
    const judged = new Map(kept.map(({ name, rows }) => [name, judge(part, embeddingSize, rows, heard)]));
    const fitted = fitCalibration([...judged.values()].flat());
    const favoured = favour(fitted, NEUTRAL, judged.get(NEUTRAL_SOURCE)!, settings.neutralKept);
    return { ...model, parameters: calibrated(parameters, favoured) };
  };
  const trainOnVectors = async (name: 'running' | 'bag', model: Model, heard: Heard): Promise<ReaderPart | null> => {
    if (training.readerOnly) return null;
    const parameters = await fit(settings, {
      shape: partShape(model, embeddingSize, LABELS.length),
      steps: MAX_STEPS,
      epochs: epochs[name],
      first: [],
      epoch,
      batch: (sentences, labels) => vectorBatch(sentences.map(heard), embeddingSize, labels),
      build,
      report: (at, loss) => report(name, at, loss),
    });
    return calibrate(model, heard, parameters);
  };
  return {
    labels: LABELS,
    leanings: [-1, 0, 1],
    neutral: NEUTRAL,
    words: table.words,
    embeddingSize,
    embedding,
    reader: calibrate(
      both,
      inOrder,
      whole.filter(({ name }) => name !== EMBEDDING),
    ),
    running: await trainOnVectors('running', forward, inOrder),
    bag: await trainOnVectors('bag', dense, atOnce),
  };
}

/** Every source counts by the root of its size: the largest decides most, but not all. */
function judge(part: ReaderPart, embeddingSize: number, rows: readonly Row[], heard: Heard): Judged[] {
  const model = new SequenceModel(part, embeddingSize, LABELS.length);
  const sequences = rows.map(({ ids }) => heard(ids));
  const scores = model.scores(
    sequences.map(({ length }) => length / embeddingSize),
    (i) => sequences[i]!,
  );
  return rows.map(({ label }, i) => ({ scores: scores[i]!, label, weight: 1 / Math.sqrt(rows.length) }));
}
