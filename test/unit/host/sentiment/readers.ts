/** Sentences and readers for tests. */
import type { ReaderInfo } from '../../../../src/protocol/sentiment';
import type { Sentences } from '../../../../src/host/sentiment/sentences';

export const SENTIMENT: ReaderInfo = {
  name: 'test',
  labels: ['negative', 'neutral', 'positive'],
  leanings: [-1, 0, 1],
  neutral: 1,
  modelLine: 'no model at all',
};

export const TOPICS: ReaderInfo = {
  name: 'topics',
  labels: ['rivers', 'boats'],
  leanings: [0, 0],
  neutral: -1,
  modelLine: 'no model at all',
};

/** One sentence: its range, the label it is given and how sure that is; the rest is shared by the other labels. */
export type Row = readonly [start: number, end: number, label: number, sure: number];

export function sentences(rows: readonly Row[], width = 3): Sentences {
  const row = ([, , label, sure]: Row) =>
    Array.from({ length: width }, (_, i) => (i === label ? sure : (1 - sure) / (width - 1)));
  return {
    starts: Int32Array.from(rows, ([start]) => start),
    ends: Int32Array.from(rows, ([, end]) => end),
    labels: Int32Array.from(rows, ([, , label]) => label),
    probabilities: Float32Array.from(rows.flatMap(row)),
  };
}

/** Ranges of all sentences. */
export const ranges = ({ starts, ends }: Sentences): (readonly [number, number])[] =>
  Array.from(starts, (start, i) => [start, ends[i]!]);
