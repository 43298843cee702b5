/** What the numbers of a reading mean, in sentences that use them. */
import type { Reading } from '../../src/protocol/sentiment';
import { formatShare, formatSigned, plural } from '../core/format';
import { writtenWords } from './pictured';

const nameOf = ({ reader }: Reading, label: number) => reader.labels[label] ?? '';
/** A difference of probabilities in percentage points; exactly equal ones differ by `0`, and no others do. */
export function points(difference: number): string {
  return difference === 0 ? '0' : `${formatSigned(100 * difference, 1)} points`;
}

/** The largest difference between two rows of probabilities, as the lesson writes it. */
export function largestPoints(one: Float64Array, other: Float64Array): string {
  const most = one.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (other[i] ?? NaN))), 0);
  return points(most).replace('+', '');
}

const quoted = (text: string) => `“${text}”`;

function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

export function answerCaption(reading: Reading): string {
  const { probabilities, label, baseline, words, reader } = reading;
  const own = `The recurrent reader takes the ${plural(words.length, 'word')} one by one, in both directions, and says ${quoted(nameOf(reading, label))} with ${formatShare(probabilities[label]!)}.`;
  if (baseline.length === 0) return own;
  const bag = largest(baseline);
  const verdict = bag === label ? 'also says' : 'says';
  const forward = `Forward only is the same kind of network without the way back: what it can say when the last word has come.`;
  return `${own} ${forward} The dense bag of words adds up the words’ vectors and never sees their order: it ${verdict} ${quoted(reader.labels[bag]!)} with ${formatShare(baseline[bag]!)}.`;
}

/** How far the words' parts miss their sum. */
function missing(off: number): string {
  if (!Number.isFinite(off)) return '–';
  return `${off < 5e-4 ? 'less than 0.1' : (100 * off).toFixed(1)}\u00a0%`;
}

/** The parts the words were given, and how well they add up. */
export function completenessLine({ completeness }: Reading): string {
  const [sum = NaN, whole = NaN, off = NaN] = completeness;
  return `sum ${formatSigned(sum, 3)} of ${formatSigned(whole, 3)}, ${missing(off)} off`;
}

export function wordsCaption(reading: Reading): string {
  const { completeness, explained, integrated, leftOut, words } = reading;
  if (words.length === 0) return 'There are no words to explain.';
  const [sum = NaN, whole = NaN, off = NaN] = completeness;
  const label = nameOf(reading, explained);
  const written = writtenWords(reading);
  const strongest = largest(integrated.map(Math.abs));
  const hardest = largest(leftOut.map(Math.abs));
  return (
    `Integrated gradients go from a sentence whose every word is blank to this one, and share out what happens to ln p(${label}) on the way: ${formatSigned(whole, 3)} in all. ` +
    `The words’ shares add up to ${formatSigned(sum, 3)}: what is missing (${missing(off)}) is the error of adding up in finitely many steps (completeness). ` +
    `The largest share is that of ${quoted(written[strongest]!)}: ${formatSigned(integrated[strongest]!, 3)}. ` +
    `Leaving one out is the plainer question: without ${quoted(written[hardest]!)} ln p(${label}) ${leftOut[hardest]! >= 0 ? 'falls' : 'rises'} by ${Math.abs(leftOut[hardest]!).toFixed(3)}. ` +
    `The two differ where words work together, as “not” and “good” do.`
  );
}

export function runningCaption(reading: Reading): string {
  const { running, words, reader, label } = reading;
  const labels = reader.labels.length;
  if (words.length === 0) return 'There are no words to read.';
  const p = words.map((_, t) => running[t * labels + label]!);
  const steps = p.map((value, t) => Math.abs(value - (p[t - 1] ?? value)));
  const turn = largest(steps);
  const before = p[turn - 1] ?? p[0]!;
  return (
    `After each word, what the forward-only reader would answer if the sentence ended there. ` +
    `The largest step of p(${nameOf(reading, label)}) comes with ${quoted(writtenWords(reading)[turn]!)}: from ${formatShare(before)} to ${formatShare(p[turn]!)}. ` +
    `The answer above comes from both directions, so the line need not end at it.`
  );
}

/** What two orders of the same words show, with how far each model's answer moved. */
export function orderCaption(first: Reading, second: Reading, same: boolean): string {
  const { label } = first;
  const name = nameOf(first, label);
  const own = `The recurrent reader takes them one by one: p(${name}) goes from ${formatShare(first.probabilities[label]!)} to ${formatShare(second.probabilities[label]!)}.`;
  if (!same) return `In this order the text is cut into other words, so the two are not the same bag. ${own}`;
  if (first.baseline.length === 0) return `${own} This reader has no bag of words to compare with.`;
  return (
    `Both sentences are the same ${plural(first.words.length, 'word')}. The bag adds up their vectors in a sorted order, so its answer cannot depend on theirs: ` +
    `the largest difference is ${largestPoints(first.baseline, second.baseline)}. ${own}`
  );
}
