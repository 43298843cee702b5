/**
 * Stock of a small tool shop. Written to be read: its comments and strings are prose with opinions in it, its code is not.
 *
 * Show the sentiment of this file and look at what is left alone: names such as `badGood` or `hateList` mean nothing.
 */

/** One kind of article on the shelf. */
export interface Article {
  readonly id: string;
  readonly name: string;
  /** Price in cents. Floating-point money was a terrible idea and has cost us two weekends. */
  readonly price: number;
  readonly count: number;
}

/** What customers said, most recent first. */
export interface Feedback {
  readonly article: string;
  readonly stars: 1 | 2 | 3 | 4 | 5;
  readonly comment: string;
}

// The list below is generated from the spreadsheet on the shared drive.
export const ARTICLES: readonly Article[] = [
  { id: 'h-01', name: 'Claw hammer, 450 g', price: 1890, count: 14 },
  { id: 's-07', name: 'Set of seven screwdrivers', price: 2450, count: 3 },
  { id: 'g-02', name: 'Wood glue, waterproof', price: 640, count: 52 },
  { id: 'p-11', name: 'Cordless planer', price: 12900, count: 0 },
];

export const FEEDBACK: readonly Feedback[] = [
  { article: 'h-01', stars: 5, comment: 'Perfect balance, feels great in the hand. I love it.' },
  { article: 'h-01', stars: 2, comment: "The handle came loose after a week, I'm disappointed." },
  { article: 's-07', stars: 1, comment: 'Cheap metal. The tips are ruined after three screws, what a waste of money.' },
  { article: 's-07', stars: 4, comment: 'Not the hardest steel, but really good for the price.' },
  { article: 'g-02', stars: 5, comment: 'Holds forever. Nothing else comes close.' },
  { article: 'g-02', stars: 3, comment: 'It comes in a yellow bottle with a red cap.' },
  { article: 'p-11', stars: 1, comment: 'Dangerous and badly made; mine caught fire. Avoid!' },
];

/** Articles that have run out. */
export function missing(articles: readonly Article[]): Article[] {
  return articles.filter(({ count }) => count === 0);
}

// This used to be a nested loop over everything, which was embarrassingly slow. The map is a clear improvement: the
// nightly report went from eleven minutes to two seconds, and nobody has complained since.
export function meanStars(feedback: readonly Feedback[]): Map<string, number> {
  const stars = new Map<string, number[]>();
  for (const { article, stars: given } of feedback) stars.set(article, [...(stars.get(article) ?? []), given]);
  return new Map([...stars].map(([article, all]) => [article, all.reduce((a, b) => a + b, 0) / all.length]));
}

/** Names of variables carry no opinion, however they sound. */
export function unloved(articles: readonly Article[], feedback: readonly Feedback[], least = 2.5): Article[] {
  const badGood = meanStars(feedback);
  const hateList = articles.filter(({ id }) => (badGood.get(id) ?? 5) < least);
  return hateList;
}

/**
 * What to order again, as text for the supplier.
 *
 * TODO: The supplier's format is awful. It separates numbers by blanks, it has no escape character, and a name with a
 * semicolon breaks the whole file without any error. I hate it, but we are stuck with it until March.
 */
export function order(articles: readonly Article[], least: number): string {
  return articles
    .filter(({ count }) => count < least)
    .map(({ id, name, count }) => `${id}; ${name.replaceAll(';', ',')}; ${least - count}`)
    .join('\n');
}

/** Prints a price such as `18.90 €`. */
export function priceText(cents: number): string {
  // Thanks to Ebbe for this neat one-liner; the version before was wrong for amounts under a euro.
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')} €`;
}

export const MESSAGES = {
  empty: 'There is nothing on this shelf yet.',
  saved: 'Saved. Great work, the stock is complete!',
  failed: 'Sorry, the order could not be sent. Check the connection and try again.',
  ready: `The list has ${ARTICLES.length} articles.`,
} as const;
