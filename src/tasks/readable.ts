/** What every task refuses to read, and how it writes numbers. */
import { describeBinary } from '../text/binary';

/** Longest text in UTF-16 code units: its tokens and their ranges take eight bytes each, some 160 MB. */
export const LONGEST_TEXT = 20_000_000;

/** Why nothing can be trained on a text, in words for the user; null when something may. */
export function describeUnreadable(text: string): string | null {
  if (text.length === 0) return 'There is no text to train on. Select some text, or open a file that is not empty.';
  if (text.length > LONGEST_TEXT) {
    return `This text has ${count(text.length)} characters; Unroll trains on up to ${count(LONGEST_TEXT)}. Select a part of it and train on the selection.`;
  }
  return describeBinary(text);
}

export function count(value: number): string {
  return value.toLocaleString('en');
}
