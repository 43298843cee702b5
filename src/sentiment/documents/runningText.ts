/** A block as one line of text without its gaps, and the way from there back to the document. */
import type { Block } from './block';

/** Line and paragraph separators would end a sentence wherever a line is wrapped. */
const SEPARATORS = /[\t-\r\u0085\u2028\u2029]/g;

export class RunningText {
  readonly text: string;
  /** Where `text` goes on after a gap, and how far the document is ahead of it from there on. */
  private readonly places: number[] = [0];
  private readonly shifts: number[] = [0];
  /** Whether it is something that stands in a gap's place. */
  private readonly stands: boolean[] = [false];

  /** Offsets it gives are relative to the start of the block, so that they stay right when the block moves. */
  constructor(document: string, block: Block) {
    const parts: string[] = [];
    let length = 0;
    let at = block.from;
    for (const gap of block.gaps?.(document, block.from, block.to) ?? []) {
      parts.push(document.slice(at, gap.from), gap.readAs);
      length += gap.from - at;
      // What stands for the gap lies at its start; the text behind it starts at its end.
      if (gap.readAs !== '') this.add(length, gap.from - block.from - length, true);
      length += gap.readAs.length;
      at = gap.to;
      this.add(length, at - block.from - length, false);
    }
    parts.push(document.slice(at, block.to));
    this.text = parts.join('').replace(SEPARATORS, ' ');
  }

  /** Ranges of `text` (ascending starts and ends in turn) as ranges of the block. */
  locate(ranges: readonly number[]): Int32Array {
    let place = 0;
    const move = (at: number): number => {
      while (place + 1 < this.places.length && this.places[place + 1]! <= at) place++;
      return at + this.shifts[place]!;
    };
    // An end is where its last character ends (or the gap it stands for), not where the character after a gap begins.
    return Int32Array.from(ranges, (at, i) => {
      if (i % 2 === 0) return move(at);
      const end = move(at - 1) + 1;
      return this.stands[place] ? move(at) : end;
    });
  }

  private add(place: number, shift: number, stands: boolean): void {
    this.places.push(place);
    this.shifts.push(shift);
    this.stands.push(stands);
  }
}
