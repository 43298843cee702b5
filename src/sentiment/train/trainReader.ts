/** From sentences to the three models of the shipped reader, over one table of word vectors. */
import type { EngineBuild } from '../../engine/createEngine';
import type { Generator } from '../../engine/generator';
import { EMBEDDING } from '../../engine/parameters';
import type { NamedArray } from '../../engine/types';
import type { WordFormTable } from '../../text/wordFormTable';
import { wordFormsOf } from '../../text/wordForms';
import { batchOf } from '../batches';
import { LABELS, type Example } from '../labels';
import { partShape, type ReaderFile, type ReaderPart } from '../readerFile';
import { MAX_STEPS, SequenceModel } from '../sequenceModel';
import { vectorBatch } from '../vectorBatch';
import { WordVectors } from '../wordVectors';
import { calibrated, favour, fitCalibration, type Judged } from './calibrate';
import type { Source } from './corpus.node';
import { fit, shuffled, type Row } from './fit';
import type { Settings } from './settings';
import { firstVectors, vocabularyOf } from './vocabulary';

/** Where neutral is told from feeling by people who read the same kind of text. */
const NEUTRAL_SOURCE = 'goemotions';
const NEUTRAL = LABELS.indexOf('neutral');

export interface Training {
  readonly sources: readonly Source[];
  readonly settings: Settings;
  readonly glove: ReadonlyMap<string, Float32Array>;
  readonly build: EngineBuild;
  readonly report: (model: string, epoch: number, loss: number) => void;
}

/** Trains reader, running and bag; the file's name and facts are the caller's. */
export async function trainReader({
  sources,
  settings,
  glove,
  build,
  report,
}: Training): Promise<Omit<ReaderFile, 'name' | 'facts'>> {
  const { words, embeddingSize, hiddenSize, bagSize, epochs, seed } = settings;
  const texts = sources.filter(({ english }) => english).flatMap(({ learned }) => learned.map(({ text }) => text));
  const table = vocabularyOf(texts, glove, words);
  const learned = sources.map(({ name, learned: own }) => ({
    share: settings.shares[name] ?? 1,
    rows: rowsOf(own, table),
  }));
  const epoch = (generator: Generator): Row[] => learned.flatMap((set) => sample(set, generator));

  const both = { cell: 'lstm', hiddenSize, layers: 1, bidirectional: true } as const;
  const forward = { ...both, bidirectional: false } as const;
  const dense = { cell: 'rnn_tanh', hiddenSize: bagSize, layers: 1, bidirectional: false } as const;

  const first = firstVectors(table, glove, embeddingSize, seed);
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

  const running = await fit(settings, {
    epoch,
    shape: partShape(forward, embeddingSize, LABELS.length),
    steps: MAX_STEPS,
    epochs: epochs.running,
    first: [],
    batch: (sentences, labels) =>
      vectorBatch(
        sentences.map((ids) => vectors.sequence(ids)),
        embeddingSize,
        labels,
      ),
    build,
    report: (at, loss) => report('running', at, loss),
  });
  const bag = await fit(settings, {
    epoch,
    shape: partShape(dense, embeddingSize, LABELS.length),
    steps: 1,
    epochs: epochs.bag,
    first: [],
    batch: (sentences, labels) =>
      vectorBatch(
        sentences.map((ids) => vectors.bag(ids)),
        embeddingSize,
        labels,
      ),
    build: {},
    report: (at, loss) => report('bag', at, loss),
  });

  const kept = sources.map(({ name, kept: own }) => ({ name, rows: rowsOf(own, table) }));
  const calibrate = (
    part: Omit<ReaderPart, 'parameters'>,
    parameters: readonly NamedArray[],
    whole: boolean,
  ): ReaderPart => {
    const own = parameters.filter(({ name }) => name !== EMBEDDING);
    const model = new SequenceModel({ ...part, parameters: own }, embeddingSize, LABELS.length);
    const heard = (ids: Int32Array): Float32Array => (whole ? vectors.sequence(ids) : vectors.bag(ids));
    const judged = kept.map((set) => ({ name: set.name, judged: judge(model, set.rows, heard) }));
    const fitted = fitCalibration(judged.flatMap((set) => set.judged));
    const source = judged.find(({ name }) => name === NEUTRAL_SOURCE)!.judged;
    return { ...part, parameters: calibrated(own, favour(fitted, NEUTRAL, source, settings.neutralKept)) };
  };
  return {
    labels: LABELS,
    leanings: [-1, 0, 1],
    neutral: NEUTRAL,
    words: table.words,
    embeddingSize,
    embedding,
    reader: calibrate(both, whole, true),
    running: calibrate(forward, running, true),
    bag: calibrate(dense, bag, false),
  };
}

function rowsOf(examples: readonly Example[], table: WordFormTable): Row[] {
  return examples.flatMap(({ text, label }) => {
    const words = wordFormsOf(text).slice(0, MAX_STEPS);
    const ids = Int32Array.from(words, (word) => table.id(word));
    const unseen = Int32Array.from(words, (word) => table.bucket(word.text));
    return ids.length > 0 ? [{ ids, unseen, label: LABELS.indexOf(label) }] : [];
  });
}

/** A set as often as its share says; a part of it is another one in every epoch. */
function sample(
  { rows, share }: { readonly rows: readonly Row[]; readonly share: number },
  generator: Generator,
): Row[] {
  const whole = Math.floor(share);
  const rest = Math.round((share - whole) * rows.length);
  return [
    ...Array<readonly Row[]>(whole).fill(rows).flat(),
    ...(rest > 0 ? shuffled(rows, generator).slice(0, rest) : []),
  ];
}

/** Every source counts by the root of its size: the largest decides most, but not all. */
function judge(model: SequenceModel, rows: readonly Row[], heard: (ids: Int32Array) => Float32Array): Judged[] {
  const sequences = rows.map(({ ids }) => heard(ids));
  const scores = model.scores(
    sequences.map(({ length }) => length / model.embeddingSize),
    (i) => sequences[i]!,
  );
  const weight = 1 / Math.sqrt(Math.max(1, rows.length));
  return rows.map(({ label }, i) => ({
    scores: scores[i]!,
    label,
    weight,
  }));
}
