/** What may enter the host of readings: see `guards.ts`, whose checks these are made of. */
import { boolean, fields, list, nullable, oneOf, text, typedArray, whole } from './check';
import { count, frame, guardTable, runInfo, version, words } from './guards';
import type { Guards } from './link';
import type {
  ReaderEvents,
  ReaderMethods,
  SentenceEvents,
  SentenceMethods,
  SentimentEvents,
  SentimentMethods,
} from './sentiment';

/** Most labels of a reader, sentences of one message, words of a sentence that is read closely. */
export const MAX_LABELS = 64;
const MAX_SENTENCES = 1 << 22;
const MAX_WORDS = 4096;
/** Longest sentence that may be asked for. */
export const MAX_SENTENCE = 1 << 17;

const name = text(1 << 16);
const integers = (max: number) => typedArray(Int32Array, max);
const floats = (max: number) => typedArray(Float64Array, max);

const readerInfo = fields(
  {
    name: words,
    labels: list(words, MAX_LABELS),
    leanings: list(oneOf(-1, 0, 1), MAX_LABELS),
    neutral: whole(-1, MAX_LABELS - 1),
    modelLine: words,
  },
  ({ labels, leanings }: { labels: readonly string[]; leanings: readonly number[] }) =>
    labels.length > 0 && labels.length === leanings.length ? null : 'labels without leanings',
);

interface Parallel {
  readonly from: number;
  readonly to: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly labels: Int32Array;
  readonly probabilities: Float32Array;
}
/** The arrays of sentences fit each other, and the sentences lie apart in their order and within the stretch. */
const parallel = ({ from, to, starts, ends, labels, probabilities }: Parallel): string | null => {
  const { length } = starts;
  if (ends.length !== length || labels.length !== length) return 'arrays of different lengths';
  if (length > 0 && probabilities.length % length !== 0) return 'rows of probabilities of different lengths';
  const within = from <= (starts[0] ?? from) && (ends.at(-1) ?? from) <= to;
  const ordered = starts.every((start, i) => start <= ends[i]! && (i === 0 || start >= ends[i - 1]!));
  return within && ordered ? null : 'not in order';
};

const sentences = fields(
  {
    document: name,
    version: count,
    from: count,
    to: count,
    starts: integers(MAX_SENTENCES),
    ends: integers(MAX_SENTENCES),
    labels: integers(MAX_SENTENCES),
    probabilities: typedArray(Float32Array, MAX_SENTENCES * MAX_LABELS),
    done: count,
    total: count,
    finished: boolean,
    notice: nullable(words),
  },
  parallel,
);

const reading = fields({
  reader: readerInfo,
  text: text(MAX_SENTENCE),
  starts: integers(MAX_WORDS),
  ends: integers(MAX_WORDS),
  words: list(words, MAX_WORDS),
  known: integers(MAX_WORDS),
  cut: boolean,
  probabilities: floats(MAX_LABELS),
  label: whole(0, MAX_LABELS - 1),
  running: floats(MAX_WORDS * MAX_LABELS),
  baseline: floats(MAX_LABELS),
  explained: whole(0, MAX_LABELS - 1),
  integrated: floats(MAX_WORDS),
  completeness: typedArray(Float64Array, 3, 3),
  leftOut: floats(MAX_WORDS),
  info: runInfo,
  frame,
});

const readArgs = fields({ text: text(MAX_SENTENCE), explained: nullable(whole(0, MAX_LABELS - 1)) });

/** For the host's end of a link to a worker that reads. */
export const readerGuards: Required<Guards<ReaderEvents, ReaderMethods>> = {
  args: guardTable({ sentences, scanFailed: fields({ document: name, version: count, problem: words }) }),
  results: guardTable({ openReader: readerInfo, read: reading }),
};

/** For the host's end of a link to the Sentiment view's page. */
export const sentimentGuards: Required<Guards<SentimentMethods, SentimentEvents>> = {
  args: guardTable({
    ready: version,
    excerpts: fields({ document: name, indices: list(whole(0, MAX_SENTENCES), 1024) }),
    reveal: fields({ document: name, index: count }),
    open: fields({ document: name, index: count }),
    command: fields({
      command: oneOf('unroll.showSentiment', 'unroll.hideSentiment', 'unroll.showFolderSentiment'),
    }),
  }),
  results: {},
};

/** For the host's end of a link to the Sentence panel's page. */
export const sentenceGuards: Required<Guards<SentenceMethods, SentenceEvents>> = {
  args: guardTable({ ready: version, read: readArgs, reveal: fields({ from: count, to: count }) }),
  results: {},
};
