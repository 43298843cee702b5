/** What the panel says beside its numbers. */
import { plural } from '../core/format';
import type { Notice } from '../core/notices';
import type { SentenceState } from './state';

/** Title, text, and whether there are buttons; an empty title while a sentence is open. */
export function emptyWords({ first, problem, draft }: SentenceState): readonly [string, string, boolean] {
  if (first.reading) return ['', '', false];
  const wrong = problem ?? first.problem;
  if (wrong !== null) return ['There is no sentence to show', wrong, false];
  // After a reload the host opens what was on screen.
  if (first.busy || draft.text !== '') return ['Reading the sentence…', 'The reader is being loaded.', false];
  return [
    'No sentence is open',
    'Put the cursor in a sentence and run “Unroll: Open Sentence in Panel”, or choose one in the Sentiment view and ' +
      'press “Open in Panel” (Alt+Enter).',
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
