/** A commit message to blocks: without what Git writes into it, its trailers, and the diff under the scissors. */
import type { Block } from './block';
import { linesOf } from './lines';
import { paragraphs } from './paragraphs';

const SCISSORS = /^. -+ >8 -+/;
const DIFF = /^diff --git /;
/** Git's comments. A heading of somebody who writes Markdown has a blank, too: Git would leave it out as well. */
const COMMENT = /^#/;
const TRAILER =
  /^(?:[A-Z][\w-]*-by|Change-Id|Reviewed-on|See-also|Cc|Bug|Issue|Link): \S|^(?:fix(?:es)?|close[sd]?|resolve[sd]?|refs?|see|part of):? (?:[\w./-]*#\d+|https?:\S+)[.,]?$/i;

/** Blocks of the subject and of the paragraphs of the body. */
export function* commitBlocks(text: string): Generator<Block> {
  let start = 0;
  let subject = true;
  for (const { from, to, next } of linesOf(text)) {
    const line = text.slice(from, Math.min(to, from + 200));
    const ends = SCISSORS.test(line) || DIFF.test(line);
    if (ends || COMMENT.test(line) || TRAILER.test(line)) {
      yield* paragraphs(text, start, from);
      start = next;
      if (ends) return;
    } else if (subject && line.trim() !== '') {
      // The subject is no part of a paragraph, even where the blank line behind it was forgotten.
      yield* paragraphs(text, start, next);
      start = next;
      subject = false;
    }
  }
  yield* paragraphs(text, start);
}
