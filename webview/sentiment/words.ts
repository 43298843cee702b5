/** What the view says beside its numbers. */
import type { Notice } from '../core/notices';
import type { SentimentState } from './state';

/** Title, text, and whether there is something to do about it; an empty title while a document is shown. */
export function emptyWords({ document, problem }: SentimentState): readonly [string, string, boolean] {
  if (document) return ['', '', false];
  if (document === undefined) {
    // A problem before the first word of the host is a refusal, and says what to do.
    return problem === null
      ? ['Waiting for Unroll…', 'The view is being connected to the extension.', false]
      : ['Sentiment cannot be shown', problem, false];
  }
  return [
    'How does this text sound?',
    'A small recurrent network reads the current file sentence by sentence and says of each whether it speaks well or ' +
      'ill of something. Nothing leaves this window.',
    true,
  ];
}

export function noticesOf({ document, problem }: SentimentState): readonly Notice[] {
  if (!document) return [];
  const notices: Notice[] = [];
  if (problem !== null) notices.push({ kind: 'error', text: problem, action: null });
  if (document.notice !== null) notices.push({ kind: 'info', text: document.notice, action: null });
  return notices;
}
