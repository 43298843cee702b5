import type { ReadDocument } from '../../src/protocol/sentiment';
import type { Order } from './strength';

/** How the user set the view up: what survives a reload. */
export interface SentimentChoices {
  readonly version: typeof VERSION;
  readonly order: Order;
  /** Labels that are not listed, by name: another reader has others. */
  readonly hidden: readonly string[];
}
const VERSION = 1;

/** Everything the Sentiment view shows. Messages and input change it; views only read it. */
export interface SentimentState {
  /** Undefined until the host has spoken; null when no document is being read. */
  readonly document: ReadDocument | null | undefined;
  /** Sentences that the list shows, in its order. */
  readonly listed: Int32Array;
  /** The sentence under study, and the one the editor's cursor is in; -1 for none. */
  readonly active: number;
  readonly cursor: number;
  readonly choices: SentimentChoices;
  readonly problem: string | null;
}

export const INITIAL_CHOICES: SentimentChoices = { version: VERSION, order: 'strongest', hidden: [] };

/** The choices that `setState` kept, or the initial ones when they are of another version or damaged. */
export function restoreChoices(saved: unknown): SentimentChoices {
  if (typeof saved !== 'object' || saved === null) return INITIAL_CHOICES;
  const { version, order, hidden } = saved as Record<string, unknown>;
  const whole =
    version === VERSION &&
    (order === 'strongest' || order === 'text') &&
    Array.isArray(hidden) &&
    hidden.every((name) => typeof name === 'string');
  return whole ? { version, order, hidden } : INITIAL_CHOICES;
}
