import { CELLS } from '../engine/cells/table';
import type { ReaderInfo, Reading } from '../protocol/sentiment';
import { WordFormTable } from '../text/wordFormTable';
import { softmax } from '../training/softmax';
import { CloseReader } from './closeReader';
import { hear, type HeardSentence } from './hearing';
import type { Answers, Reader } from './reader';
import { decodeReader, type ReaderFile } from './readerFile';
import { MAX_STEPS, SequenceModel } from './sequenceModel';
import { WordVectors } from './wordVectors';

/** A text with a smaller share of learned words is in another language, and left alone. */
const LEAST_KNOWN = 0.5;
/** How much of what was heard in such a text is believed all the same: never enough to change its label. */
const TRUST = 0.1;

/** Opens a reader file. Throws a `FormatError` with words when it is damaged or something else. */
export function openReader(bytes: Uint8Array): Reader {
  return new FileReader(decodeReader(bytes));
}

class FileReader implements Reader {
  readonly info: ReaderInfo;
  private readonly table: WordFormTable;
  private readonly vectors: WordVectors;
  private readonly model: SequenceModel;
  /** Made when a sentence is first read closely. */
  private close: CloseReader | null = null;

  constructor(private readonly file: ReaderFile) {
    const { name, labels, leanings, neutral, words, embedding, embeddingSize, reader } = file;
    this.info = { name, labels, leanings, neutral, modelLine: modelLineOf(file) };
    this.table = new WordFormTable(words);
    this.vectors = new WordVectors(embedding, embeddingSize);
    this.model = new SequenceModel(reader, embeddingSize, labels.length);
  }

  answers(sentences: readonly string[]): Answers {
    const heard = sentences.map((sentence) => hear(sentence, this.table));
    const read = this.probabilities(heard);
    return {
      labels: Int32Array.from(read, largest),
      probabilities: Float32Array.from(read.flatMap((row) => [...row])),
      known: Float32Array.from(heard, ({ known }) => known),
    };
  }

  read(text: string, explained: number | null): Reading {
    const { file, info, table, vectors, model } = this;
    if (explained !== null && !(explained in info.labels))
      throw new RangeError(`This reader has no label number ${explained}.`);
    const heard = hear(text, table);
    const probabilities = this.probabilities([heard])[0]!;
    const label = largest(probabilities);
    this.close ??= new CloseReader(file, vectors, model);
    return {
      reader: info,
      text,
      probabilities,
      label,
      known: Int32Array.from(heard.ids.subarray(0, MAX_STEPS), (id) => Number(table.knows(id))),
      explained: explained ?? label,
      ...this.close.read(heard, explained ?? label, info),
    };
  }

  /** Calibrated probabilities; the scores of a sentence longer than `MAX_STEPS` are the mean of those of its pieces. */
  private probabilities(sentences: readonly HeardSentence[]): Float64Array[] {
    const { model, vectors } = this;
    const pieces = sentences.map(({ ids }) => piecesOf(ids));
    const flat = pieces.flat();
    const scores = model.scores(
      flat.map(({ length }) => length),
      (i) => vectors.sequence(flat[i]!),
    );
    let next = 0;
    return sentences.map((sentence, i) => {
      const mean = new Float64Array(model.labels);
      for (const { length } of pieces[i]!) {
        const share = length / sentence.ids.length;
        scores[next++]!.forEach((score, label) => (mean[label]! += share * score));
      }
      return this.believed(softmax(mean), sentence);
    });
  }

  /** What is believed of a sentence: of one that cannot be read, that it is neutral or might be anything. */
  private believed(heard: Float64Array, { ids, known }: HeardSentence): Float64Array {
    const { labels, neutral } = this.info;
    if (ids.length > 0 && (neutral < 0 || known >= LEAST_KNOWN)) return heard;
    const trust = ids.length > 0 ? TRUST : 0;
    return heard.map((p, i) => trust * p + (1 - trust) * (neutral < 0 ? 1 / labels.length : Number(i === neutral)));
  }
}

/** As few pieces as can be, of like length. */
function piecesOf(ids: Int32Array): Int32Array[] {
  const count = Math.ceil(ids.length / MAX_STEPS);
  const cut = (i: number): number => Math.floor((ids.length * i) / count);
  return Array.from({ length: count }, (_, i) => ids.subarray(cut(i), cut(i + 1)));
}

function largest(values: Float64Array): number {
  return values.indexOf(Math.max(...values));
}

function modelLineOf({ reader, words }: ReaderFile): string {
  const { cell, hiddenSize, layers, bidirectional } = reader;
  return [
    `${bidirectional ? 'bidirectional ' : ''}${CELLS[cell].label}`,
    `${bidirectional ? '2 × ' : ''}${hiddenSize} units`,
    ...(layers > 1 ? [`${layers} layers`] : []),
    `${words.length.toLocaleString('en')} words`,
  ].join(' · ');
}
