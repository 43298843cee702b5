/** Which way the labels of somebody's own classifier lean, by what they are called. */

const POSITIVE = /^(pos(itive)?|\+|good|great|happy|happiness|joy|love|praise|like|satisfied|approve|yes)$/i;
const NEGATIVE =
  /^(neg(ative)?|-|bad|poor|sad(ness)?|anger|angry|fear|hate|disgust|complaint|dislike|dissatisfied|reject|no)$/i;
const NEUTRAL = /^(neutral|neu|none|other|objective|mixed|meh)$/i;

export type Leaning = -1 | 0 | 1;

/** -1 negative, 1 positive, 0 neither. Numbers lean by their side of the middle, as stars do. */
export function leaningsOf(labels: readonly string[]): Leaning[] {
  const numbers = labels.map(Number);
  if (numbers.every(Number.isFinite)) {
    const middle = (Math.min(...numbers) + Math.max(...numbers)) / 2;
    return numbers.map((number) => Math.sign(number - middle) as Leaning);
  }
  return labels.map((label) => (POSITIVE.test(label) ? 1 : NEGATIVE.test(label) ? -1 : 0));
}

/** Index of the label that says nothing, which an editor leaves alone; -1 when there is none. */
export function neutralOf(labels: readonly string[]): number {
  const named = labels.findIndex((label) => NEUTRAL.test(label));
  return named >= 0 || !labels.every((label) => Number.isFinite(Number(label))) ? named : leaningsOf(labels).indexOf(0);
}
