/**
 * A stand-in for a reader of sentences: a few words with a value, "not" that turns the next one around, and "but" that
 * outweighs what came before. The same function makes the reading in the page and the expected values in the test.
 */
import { traceSchema } from '../../src/engine/trace';
import { wiringOf } from '../../src/engine/wiring';
import type { Frame } from '../../src/protocol/frame';
import type { RunInfo } from '../../src/protocol/run';
import type { ReadDocument, ReaderInfo, Reading } from '../../src/protocol/sentiment';
import type { TensorSlice } from '../../src/protocol/trace';
import { wordFormsOf } from '../../src/text/wordForms';
import { INFO } from './fixtures';

export const READER: ReaderInfo = {
  name: 'Unroll’s sentiment reader',
  labels: ['negative', 'neutral', 'positive'],
  leanings: [-1, 0, 1],
  neutral: 1,
  modelLine: 'bidirectional LSTM · 2 × 16 units · 18,000 words',
};

/** A classifier of somebody's own: labels that lean nowhere. */
export const OWN_READER: ReaderInfo = {
  name: 'tickets.tsv',
  labels: ['bug', 'feature', 'question', 'praise', 'chore'],
  leanings: [0, 0, 0, 0, 0],
  neutral: -1,
  modelLine: 'bidirectional GRU · 2 × 32 units · 2,400 words',
};

export const SENTENCE = 'The plot is thin and not very clever, but the acting is wonderfully warm.';
const UNITS = 16;
const VALUES: Readonly<Record<string, number>> = {
  thin: -1.1,
  clever: 1.3,
  wonderfully: 1.4,
  warm: 0.9,
  good: 1.2,
  bad: -1.4,
  broken: -1.6,
};
const KNOWN = new Set('the plot is thin and not very clever , but acting warm . good bad it was a film'.split(' '));

const valueOf = (word: string) => VALUES[word] ?? 0;

function softmax(scores: readonly number[]): number[] {
  const parts = scores.map((score) => Math.exp(score));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}
const probabilitiesOf = (mood: number) => softmax([-1.6 * mood, 0.4, 1.6 * mood]);

/** The mood after each word, in order. */
function moods(words: readonly string[]): number[] {
  let [mood, sign] = [0, 1];
  return words.map((word) => {
    if (word === 'not' || word === "n't") sign = -1;
    else if (word === 'but') mood *= 0.3;
    else if (valueOf(word) !== 0) {
      mood += sign * valueOf(word);
      sign = 1;
    }
    return mood;
  });
}

/** A number in (-1, 1) that a text and a place always give. */
function hash(text: string, place: number): number {
  let state = place + 1;
  for (const sign of text) state = Math.imul(state ^ sign.charCodeAt(0), 0x9e3779b1) >>> 0;
  state = Math.imul(state ^ (state >>> 15), 0x85ebca6b) >>> 0;
  return (state / 2 ** 32) * 2 - 1;
}

const SHAPE = {
  cell: 'lstm',
  vocabularySize: 100,
  outputSize: READER.labels.length,
  embeddingSize: 8,
  hiddenSize: UNITS,
  layers: 1,
  bidirectional: true,
  pooling: 'mean',
} as const;

/** Every tensor of the trace of these words. */
export function readingTensors(words: readonly string[], running: Float64Array): readonly TensorSlice[] {
  const T = words.length;
  const schema = traceSchema(SHAPE, T).filter(({ layer }) => layer !== null);
  const slices = schema.map(({ id, label, role, direction }): TensorSlice => {
    // States follow the direction of reading, gradients run against it.
    const isRising = (direction === 'forward') !== (role === 'gradient');
    const order = Array.from({ length: T }, (_, i) => (isRising ? i : T - 1 - i));
    const data = new Float32Array(T * UNITS);
    for (let u = 0; u < UNITS; u++) {
      let before = 0;
      for (const t of order) {
        before = 0.7 * before + 0.5 * hash(label + words[t]!, u);
        data[t * UNITS + u] =
          role === 'gate' ? 1 / (1 + Math.exp(-4 * before)) : before * (role === 'gradient' ? 0.02 : 1);
      }
    }
    return { id, from: 0, to: T, data };
  });
  const loss = new Float32Array(T);
  if (T > 0) loss[T - 1] = 0.31;
  const logits = Float32Array.from(running, (p) => Math.log(p) + 2);
  return [...slices, { id: 'logits', from: 0, to: T, data: logits }, { id: 'loss', from: 0, to: T, data: loss }];
}

/** Everything the stand-in computes on a sentence. */
export function makeReading(text: string, explained: number | null = null): Reading {
  const forms = wordFormsOf(text);
  const words = forms.map((form) => form.text);
  const T = words.length;
  const running = Float64Array.from(moods(words).flatMap((mood) => probabilitiesOf(mood)));
  const mood = moods(words).at(-1) ?? 0;
  const probabilities = Float64Array.from(probabilitiesOf(0.9 * mood + 0.02));
  const label = probabilities.indexOf(Math.max(...probabilities));
  const about = explained ?? label;
  // A sum in sorted order is the same to the bit for any order of the same words.
  const bag = words.map(valueOf).sort((one, other) => one - other);
  const baseline = Float64Array.from(probabilitiesOf(bag.reduce((sum, value) => sum + value, 0) * 0.6));
  const without = (i: number) => probabilitiesOf(0.9 * (moods(words.filter((_, at) => at !== i)).at(-1) ?? 0) + 0.02);
  const leftOut = Float64Array.from(words, (_, i) => Math.log(probabilities[about]!) - Math.log(without(i)[about]!));
  const integrated = leftOut.map((value, i) => 0.8 * value + 0.05 * hash(words[i]!, 3));
  const sum = integrated.reduce((total, value) => total + value, 0);
  const difference = sum * 1.005;
  const info: RunInfo = {
    ...INFO,
    run: 'reading',
    modelLine: READER.modelLine,
    vocabulary: [],
    tokenCount: T,
    schema: { tensors: traceSchema(SHAPE, T), wiring: wiringOf(SHAPE) },
  };
  const targets = new Int32Array(T).fill(-1);
  if (T > 0) targets[T - 1] = about;
  const frame: Frame = {
    head: { run: 'reading', kind: 'probe', step: 0, row: 0, position: 0, length: T },
    number: 0,
    from: 0,
    to: T,
    inputs: Int32Array.from({ length: T }, (_, t) => t),
    targets,
    tensors: readingTensors(words, running),
    scalars: new Float64Array(7).fill(NaN),
  };
  return {
    reader: READER,
    text,
    starts: Int32Array.from(forms, ({ start }) => start),
    ends: Int32Array.from(forms, ({ end }) => end),
    words,
    known: Int32Array.from(words, (word) => (KNOWN.has(word) ? 1 : 0)),
    cut: false,
    probabilities,
    label,
    running,
    baseline,
    explained: about,
    integrated,
    completeness: Float64Array.of(sum, difference, Math.abs(sum - difference) / Math.abs(difference)),
    leftOut,
    info,
    frame,
  };
}

/** A document of `count` sentences with a mood that drifts; every seventh line is blank. */
export function makeDocument(count: number, reader: ReaderInfo = READER, done = 1): ReadDocument {
  const { labels: names, neutral } = reader;
  const starts = Int32Array.from({ length: count }, (_, i) => i * 60);
  const probabilities = Float32Array.from(
    Array.from({ length: count }, (_, i) => {
      const drift = 1.4 * Math.sin((i / count) * 7) + 1.6 * hash('drift', i);
      return softmax(
        names.map((_, l) => (l === neutral ? 1.2 : (l - (names.length - 1) / 2) * drift + hash('label', i * 7 + l))),
      );
    }).flat(),
  );
  const labels = Int32Array.from({ length: count }, (_, i) => {
    const row = probabilities.subarray(i * names.length, (i + 1) * names.length);
    return row.indexOf(Math.max(...row));
  });
  return {
    document: 'file:///texts/NOTES.md',
    name: 'NOTES.md',
    reader,
    length: count * 60,
    starts,
    ends: starts.map((start) => start + 55),
    lines: starts.map((_, i) => i + Math.floor(i / 7)),
    labels,
    probabilities,
    done: Math.round(done * count * 60),
    total: count * 60,
    finished: done === 1,
    notice: null,
  };
}

const OPENINGS = [
  'The harbour light',
  'A second reading of it',
  'Nobody in the room',
  'This release',
  'The old parser',
];
const ENDINGS = [
  'was a quiet pleasure.',
  'failed again, and without a word.',
  'says what it does and no more.',
  'took longer than it had to.',
];

/** The words of one sentence of `makeDocument`. */
export function makeExcerpt(index: number): string {
  return `${OPENINGS[index % OPENINGS.length]} ${ENDINGS[index % ENDINGS.length]} (${index})`;
}
