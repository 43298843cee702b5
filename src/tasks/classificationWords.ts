/** What a classifier has to say of a file of labelled texts: why it cannot be learned, or what was made of it. */
import type { ExampleWords } from './examples';
import type { LabelledText } from './labelled/labelled';
import { count } from './readable';
import type { Split } from './stratify';
import type { TaskOptions } from './task';

/** Most labels a classifier tells apart: as many as its readers and its confusion matrix show. */
export const MOST_LABELS = 64;
/** Lines named in a notice. */
const NAMED_LINES = 5;

const FORMS = 'a label, a tab and a text; columns named label and text (CSV); or {"label": …, "text": …} (JSON lines)';

/** Why there are no labelled texts in a file; null when there are enough of them. */
export function describeUnlabelled(read: LabelledText | null): string | null {
  if (!read) return `No labels were found in this text. Each line needs ${FORMS}.`;
  const { examples, unlabelled, empty } = read;
  const skipped = unlabelled.length + empty.length;
  if (examples.length > 0 && skipped <= examples.length) return null;
  return (
    `Of ${count(examples.length + skipped)} lines ${count(unlabelled.length)} have no label and ${count(empty.length)} ` +
    `no text${linesIn([...unlabelled, ...empty])}: too few are left to learn from. Each line needs ${FORMS}.`
  );
}

/** Why these labels cannot be learned; null when they can. */
export function describeLabels(labels: readonly string[]): string | null {
  if (labels.length < 2) {
    return `Every text has the label “${labels[0] ?? ''}”: there is nothing to tell apart. Add texts with other labels.`;
  }
  if (labels.length <= MOST_LABELS) return null;
  const some = labels.slice(0, 3).map((label) => `“${label}”`);
  return (
    `This file has ${count(labels.length)} different labels (${some.join(', ')}, …); a classifier tells at most ` +
    `${MOST_LABELS} apart. Check that the labels stand in the first column or under the name “label”, or join some of them.`
  );
}

interface Facts {
  readonly read: LabelledText;
  readonly labels: readonly string[];
  readonly classes: Int32Array;
  readonly split: Split;
  /** Texts that each validation reads. */
  readonly validated: number;
  readonly words: ExampleWords;
  readonly options: TaskOptions;
}

/** What was read, what was left out, and what that means. */
export function describeExamples({ read, labels, classes, split, validated, words, options }: Facts): string[] {
  const { examples, kind, unlabelled, empty } = read;
  const kept = split.validation.length;
  const notices = [
    `${count(examples.length)} texts with ${labels.length} labels (${kind}): ${count(split.training.length)} are trained on, ` +
      `${count(kept)} are kept for validation.`,
  ];
  if (unlabelled.length > 0) notices.push(`${lines(unlabelled, 'no label')}${linesIn(unlabelled)}.`);
  if (empty.length > 0) notices.push(`${lines(empty, 'no text')}${linesIn(empty)}.`);
  if (validated < kept) notices.push(`${count(validated)} of the texts kept for validation are read each time.`);
  if (kept === 0 && options.validationFraction > 0) {
    notices.push('No label has five different texts: all are trained on, and there is no confusion matrix.');
  }
  if (words.cut > 0) {
    notices.push(
      `Of ${count(words.cut)} longer texts the first ${count(options.sequenceLength)} words are read. ` +
        'Raise “unroll.training.sequenceLength” to read more.',
    );
  }
  const rare = labels.filter((_, label) => classes.reduce((sum, own) => sum + (own === label ? 1 : 0), 0) < 2);
  if (rare.length > 0) notices.push(`Only one text has the label ${rare.map((label) => `“${label}”`).join(', ')}.`);
  return notices;
}

function lines(numbers: readonly number[], lack: string): string {
  return numbers.length === 1
    ? `One line has ${lack} and was left out`
    : `${count(numbers.length)} lines have ${lack} and were left out`;
}

/** ` (lines 3, 8, …)`. */
function linesIn(numbers: readonly number[]): string {
  const named = numbers.slice(0, NAMED_LINES).map(count);
  return ` (line${numbers.length === 1 ? '' : 's'} ${named.join(', ')}${numbers.length > NAMED_LINES ? ', …' : ''})`;
}
