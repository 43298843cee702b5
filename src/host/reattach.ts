/** Takes up the tracking of a run's text in a document that may have changed while nobody watched. */
import { RangeTracker } from '../text/rangeTracker';
import type { Piece, Snapshot } from '../text/snapshot';

/**
 * A tracker over what `document` still holds of the snapshot. A piece is looked for in its old place, else at the one
 * place where its text occurs; else what it shares with the document from its start on stays, and the rest is stale.
 */
export function reattach(snapshot: Snapshot, document: string): RangeTracker {
  const found = snapshot.pieces.map((piece) => locate(snapshot.text, piece, document));
  // Pieces that changed places cannot be tracked together: each is then judged where it was.
  const inOrder = found.every(({ start }, i) => i === 0 || found[i - 1]!.end <= start);
  const located = inOrder ? found : snapshot.pieces;
  const tracker = new RangeTracker({ text: snapshot.text, pieces: located });
  const changes = located.flatMap((piece) => {
    const text = textOf(snapshot.text, piece);
    if (document.startsWith(text, piece.start)) return [];
    // One whole document keeps its end too: an edit in its middle moved it, and nothing else.
    const whole = located.length === 1 && piece.start === 0;
    const head = commonHead(text, document, piece.start);
    const tail = whole ? commonTail(text, document, Math.min(text.length, document.length) - head) : 0;
    const length = text.length - head - tail;
    const inserted = whole ? document.slice(head, document.length - tail) : ' '.repeat(length);
    return [{ rangeOffset: piece.start + head, rangeLength: length, text: inserted }];
  });
  if (changes.length > 0) tracker.apply(changes, (start, end) => document.slice(start, end));
  return tracker;
}

function textOf(text: string, { from, start, end }: Piece): string {
  return text.slice(from, from + end - start);
}

function locate(text: string, piece: Piece, document: string): Piece {
  const wanted = textOf(text, piece);
  if (wanted === '' || document.startsWith(wanted, piece.start)) return piece;
  const start = document.indexOf(wanted);
  if (start < 0 || document.indexOf(wanted, start + 1) >= 0) return piece;
  return { from: piece.from, start, end: start + wanted.length };
}

function commonHead(text: string, document: string, at: number): number {
  let length = 0;
  while (length < text.length && text.charCodeAt(length) === document.charCodeAt(at + length)) length++;
  return length;
}

function commonTail(text: string, document: string, most: number): number {
  let length = 0;
  while (
    length < most &&
    text.charCodeAt(text.length - 1 - length) === document.charCodeAt(document.length - 1 - length)
  ) {
    length++;
  }
  return length;
}
