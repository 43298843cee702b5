/**
 * What can be moved about in a sentence: words that stand apart, and each mark by itself. Letters that touch stay
 * together (`do` and `n't`), so that a sentence put together again with blanks has exactly the same words.
 */
import type { Reading } from '../../src/protocol/sentiment';

const ENDS_IN_WORD = /[\p{L}\p{M}\p{N}_'’]$/u;
const BEGINS_WITH_WORD = /^[\p{L}\p{M}\p{N}_'’]/u;
const END_MARK = /^[.!?…]+$/u;
/** Words at which a sentence turns. */
const CONJUNCTIONS = new Set(
  'but yet although though however while whereas because and or so still nevertheless despite'.split(' '),
);

/** The units of a reading's sentence, as written. */
export function unitsOf({ text, starts, ends }: Pick<Reading, 'text' | 'starts' | 'ends'>): readonly string[] {
  const units: string[] = [];
  starts.forEach((start, i) => {
    const word = text.slice(start, ends[i]);
    const before = units.at(-1);
    const touches = i > 0 && ends[i - 1] === start;
    if (before !== undefined && touches && ENDS_IN_WORD.test(before) && BEGINS_WITH_WORD.test(word)) {
      units[units.length - 1] = before + word;
    } else units.push(word);
  });
  return units;
}

export function sentenceOf(units: readonly string[], order: readonly number[]): string {
  return order.map((unit) => units[unit]).join(' ');
}

export function isPermutation(order: readonly number[], count: number): boolean {
  return order.length === count && new Set(order).size === count && order.every((unit) => unit < count);
}

export function ownOrder(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}

export function isOwnOrder(order: readonly number[]): boolean {
  return order.every((unit, place) => unit === place);
}

/** The unit at `from` in the place `to`. */
export function moved(order: readonly number[], from: number, to: number): readonly number[] {
  const rest = order.filter((_, place) => place !== from);
  return [...rest.slice(0, to), order[from]!, ...rest.slice(to)];
}

/** How many units stand before the marks that end the sentence. */
function bodyOf(units: readonly string[]): number {
  let body = units.length;
  while (body > 0 && END_MARK.test(units[body - 1]!)) body--;
  return body;
}

/** Backwards; the full stop stays at the end. */
export function reversed(units: readonly string[]): readonly number[] {
  const body = bodyOf(units);
  const order = ownOrder(units.length);
  return [...order.slice(0, body).reverse(), ...order.slice(body)];
}

/**
 * What stands before the turn of the sentence changes places with what stands after it; the turn (a comma, `but`) stays
 * between them. Null for a sentence without a turn.
 */
export function swappedClauses(units: readonly string[]): readonly number[] | null {
  const body = bodyOf(units);
  const isTurn = (place: number) => /^[,;:–—]$/u.test(units[place]!) || CONJUNCTIONS.has(units[place]!.toLowerCase());
  const inside = ownOrder(body).slice(1, -1);
  // A comma before a conjunction is the surest turn, then "but" and its like, then whatever is nearest to the middle.
  const weight = (place: number) =>
    (/^[,;–—]$/u.test(units[place]!) && CONJUNCTIONS.has(units[place + 1]?.toLowerCase() ?? '') ? 1000 : 0) +
    (['but', 'yet', 'although', 'though', 'however'].includes(units[place]!.toLowerCase()) ? 500 : 0) -
    Math.abs(place - body / 2);
  const from = inside.filter(isTurn).sort((one, other) => weight(other) - weight(one))[0];
  if (from === undefined) return null;
  let to = from + 1;
  while (to < body - 1 && isTurn(to)) to++;
  const order = ownOrder(units.length);
  return [...order.slice(to, body), ...order.slice(from, to), ...order.slice(0, from), ...order.slice(body)];
}

/** An order by lot, always the same for the same seed (Fisher-Yates with mulberry32); the full stop stays. */
export function shuffled(units: readonly string[], seed: number): readonly number[] {
  const order = [...ownOrder(units.length)];
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
  for (let i = bodyOf(units) - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Whether two readings are of exactly the same words, in whatever order. */
export function sameBag(one: Reading, other: Reading): boolean {
  return [...one.words].sort().join('\n') === [...other.words].sort().join('\n');
}
