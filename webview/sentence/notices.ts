/** What the panel says beside its numbers. */
import { plural } from '../core/format';
import type { Notice } from '../core/notices';
import type { SentenceState } from './state';

/** Title, text, and whether there are buttons; an empty title while a sentence is open. */
export function emptyWords({ first, problem }: SentenceState): readonly [string, string, boolean] {
  if (first.reading) return ['', '', false];
  const wrong = problem ?? first.problem;
  if (wrong !== null) return ['The sentence cannot be shown', wrong, false];
  if (first.busy) return ['Reading the sentence…', 'The reader is being loaded.', false];
  return [
    'No sentence is open',
    'Show the sentiment of a file, then choose a sentence in the Sentiment view and press “Open in Panel” (Alt+Enter), ' +
      'or follow the link in the hover of a coloured sentence.',
    false,
  ];
}

export function noticesOf({ first, problem }: SentenceState): readonly Notice[] {
  const { reading } = first;
  if (!reading) return [];
  const notices: Notice[] = [];
  if (problem !== null) notices.push({ kind: 'error', text: problem, action: null });
  if (reading.cut) {
    const text = `This text is longer than can be explained: what is shown are its first ${plural(reading.words.length, 'word')}.`;
    notices.push({ kind: 'warning', text, action: null });
  }
  return [...notices, ...reading.info.notices.map((text): Notice => ({ kind: 'info', text, action: null }))];
}
