import type { Generator } from '../../engine/generator';

/** The same items in a random order (Fisher and Yates). */
export function shuffled<T>(items: readonly T[], generator: Generator): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(generator.uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
