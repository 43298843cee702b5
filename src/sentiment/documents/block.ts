/** Stretches of a document that are read as running text, and what inside them is not read. Offsets are UTF-16 units. */

/** A part `[from, to)` that is not read; something shorter may stand in its place. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly readAs: string;
}

/** Gaps of the stretch `[from, to)` of a document in order, apart from each other, in offsets of the document. */
export type GapFinder = (text: string, from: number, to: number) => readonly Gap[];

/**
 * One paragraph, heading, list item, table cell, comment or string: no sentence goes on beyond it. Its gaps are found
 * when it is read, which for most of a large document is much later than the document is cut into blocks.
 */
export interface Block {
  readonly from: number;
  readonly to: number;
  /** Null where everything is read. */
  readonly gaps: GapFinder | null;
}

/** Longest block: sentences are searched in no more than this at once, since that takes more than linear time. */
export const LONGEST_BLOCK = 16_384;

/** Where a sentence seems to end: a cut there does no harm. */
const STOP = /[.!?…]["'”’)\]]*\s+(?=["'“‘([]*\p{Lu})/gu;
const BLANK = /\s+/g;

/** The same blocks with those that are too long cut up: after a sentence, else at a blank, else anywhere. */
export function* cutLong(text: string, blocks: Iterable<Block>): Generator<Block> {
  for (const block of blocks) {
    let { from } = block;
    while (block.to - from > LONGEST_BLOCK) {
      const to = from + placeToCut(text.slice(from, from + LONGEST_BLOCK));
      yield { from, to, gaps: block.gaps };
      from = to;
    }
    if (from < block.to) yield from === block.from ? block : { from, to: block.to, gaps: block.gaps };
  }
}

function placeToCut(piece: string): number {
  for (const pattern of [STOP, BLANK]) {
    let place = 0;
    for (const { 0: found, index } of piece.matchAll(pattern)) place = index + found.length;
    if (place > piece.length / 2) return place;
  }
  const last = piece.charCodeAt(piece.length - 1);
  const splitsPair = last >= 0xd800 && last < 0xdc00;
  return splitsPair ? piece.length - 1 : piece.length;
}
