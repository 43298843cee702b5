/** The sentences of a block: where they are in it, and what of them is read. */
import type { Block } from './block';
import { RunningText } from './runningText';
import { sentencesOf } from './sentences';

export interface BlockSentences {
  /** Start and end of each sentence in turn, relative to the start of the block. */
  readonly ranges: Int32Array;
  /** What the reader is given of each. */
  readonly texts: readonly string[];
}

export function sentencesOfBlock(document: string, block: Block): BlockSentences {
  const running = new RunningText(document, block);
  const found = sentencesOf(running.text);
  const texts: string[] = [];
  for (let i = 0; i < found.length; i += 2) texts.push(running.text.slice(found[i], found[i + 1]));
  return { ranges: running.locate(found), texts };
}
