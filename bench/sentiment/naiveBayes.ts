import { LABELS, type Example } from '../../src/sentiment/labels';
import { wordFormsOf } from '../../src/text/wordForms';
import type { Classifier } from './classifier';

/** Multinomial naive Bayes over words and pairs of neighbours, with add-one smoothing (Manning et al. 2008, chapter 13). */
export function naiveBayes(examples: readonly Example[]): Classifier {
  const counts = new Map<string, Float64Array>();
  const totals = new Float64Array(LABELS.length);
  const priors = new Float64Array(LABELS.length);
  for (const { text, label } of examples) {
    const k = LABELS.indexOf(label);
    priors[k]!++;
    for (const term of terms(text)) {
      const row = counts.get(term) ?? new Float64Array(LABELS.length);
      row[k]!++;
      totals[k]!++;
      counts.set(term, row);
    }
  }
  const logPriors = priors.map((count) => Math.log(count / examples.length));
  const score = (text: string): number[] => {
    // Terms never seen say nothing: smoothed, they would only speak for the class with the fewest.
    const seen = terms(text).flatMap((term) => counts.get(term) ?? []);
    return LABELS.map((_, k) =>
      seen.reduce((sum, row) => sum + Math.log((row[k]! + 1) / (totals[k]! + counts.size)), logPriors[k]!),
    );
  };
  return { scores: (texts) => texts.flatMap(score) };
}

function terms(text: string): string[] {
  const words = wordFormsOf(text).map((word) => word.text);
  return [...words, ...words.slice(1).map((word, i) => `${words[i]} ${word}`)];
}
