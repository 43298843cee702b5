/** Classification: the label of a text from all of its words. Many-to-one, the target stands at the last word. */
import { displayToken } from '../text/display';
import { UNKNOWN } from '../text/vocabulary';
import { CODE, LINK, NUMBER, USER } from '../text/wordForms';
import { describeExamples, describeLabels, describeUnlabelled } from './classificationWords';
import { batchOfTexts, exampleBatches, fixedBatches, type RareWord } from './exampleBatches';
import { countWords, readWords, tableOf, type ExampleWords } from './examples';
import { readLabelled } from './labelled/labelled';
import { describeUnreadable } from './readable';
import { stratify } from './stratify';
import type { PreparedTask, Task, TaskOptions, TaskProblem } from './task';

/** Most texts of one validation: enough for an accuracy good to about one in a hundred. */
const VALIDATION_EXAMPLES = 2048;

export const classification: Task = { id: 'classification', label: 'Label of a text (classifier)', prepare };

function prepare(text: string, options: TaskOptions): PreparedTask | TaskProblem {
  const unreadable = describeUnreadable(text);
  if (unreadable !== null) return { problem: unreadable };
  const read = readLabelled(text);
  const unlabelled = describeUnlabelled(read);
  if (!read || unlabelled !== null) return { problem: unlabelled ?? '' };
  const { examples } = read;
  const labels = inOrder(new Set(examples.map(({ label }) => label)));
  const wrong = describeLabels(labels);
  if (wrong !== null) return { problem: wrong };

  const numbers = new Map(labels.map((label, index) => [label, index]));
  const classes = Int32Array.from(examples, ({ label }) => numbers.get(label)!);
  const split = stratify(
    classes,
    examples.map((example) => example.text.text),
    options.validationFraction,
  );
  const words = readWords(examples, options.sequenceLength);
  const counts = countWords(words, split.training);
  // The unknown token, which stands for all buckets of unseen words, has a place in the limit.
  const table = tableOf(counts, options.maxVocabulary - 1);
  const ids = Int32Array.from(words.words, (word) => table.id({ text: word }));
  const rare = rareWords(words, split.training, counts, (word) => table.bucket(word));
  const indexed = { firsts: words.firsts, ids, classes };
  const validated = evenly(split.validation, VALIDATION_EXAMPLES);
  const named = new Map([LINK, USER, NUMBER, CODE].map((name) => [table.id({ text: name }), name]));
  const names = Array.from({ length: table.firstWord }, (_, id) => named.get(id) ?? UNKNOWN);
  return {
    vocabulary: [...names, ...table.words.map(displayToken)],
    tokenTexts: [...names.map(() => ''), ...table.words],
    outputSize: labels.length,
    labels,
    shape: { pooling: 'mean', bidirectional: options.bidirectional },
    tokens: ids,
    starts: words.starts,
    ends: words.ends,
    trainTokens: split.training.reduce((sum, i) => sum + words.firsts[i + 1]! - words.firsts[i]!, 0),
    characterCount: text.length,
    training: exampleBatches(indexed, split.training, { rows: options.batchSize, seed: options.seed, rare }),
    validation: fixedBatches(indexed, validated, options.batchSize),
    carries: false,
    span(from) {
      const at = textAt(words.firsts, from);
      return [words.firsts[at]!, words.firsts[at + 1]!];
    },
    window: (from) => batchOfTexts(indexed, [textAt(words.firsts, from)]),
    notices: describeExamples({ read, labels, classes, split, validated: validated.length, words, options }),
  };
}

/** Numbers by size, anything else by code units: the same labels always stand in the same order. */
function inOrder(labels: ReadonlySet<string>): string[] {
  const areNumbers = [...labels].every((label) => Number.isFinite(Number(label)));
  return [...labels].sort((a, b) => (areNumbers && Number(a) - Number(b)) || (a < b ? -1 : 1));
}

/** Words that occur once in the texts trained on. */
function rareWords(
  { firsts, words }: ExampleWords,
  texts: Int32Array,
  counts: ReadonlyMap<string, number>,
  bucketOf: (word: string) => number,
): RareWord[] {
  const rare: RareWord[] = [];
  for (const text of texts)
    for (let place = firsts[text]!; place < firsts[text + 1]!; place++)
      if (counts.get(words[place]!) === 1) rare.push({ place, bucket: bucketOf(words[place]!) });
  return rare;
}

/** At most `most` of them, evenly spread. */
function evenly(indices: Int32Array, most: number): Int32Array {
  if (indices.length <= most) return indices;
  return Int32Array.from({ length: most }, (_, i) => indices[Math.floor((i * indices.length) / most)]!);
}

/** Index of the text that word `place` belongs to. */
function textAt(firsts: Int32Array, place: number): number {
  let low = 0;
  let high = firsts.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (firsts[middle]! <= place) low = middle;
    else high = middle;
  }
  return low;
}
