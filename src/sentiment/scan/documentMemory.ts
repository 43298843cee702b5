/** What is remembered of a document from scan to scan: only what changed is cut into sentences and read again. */
import type { Answers, Reader } from '../reader';
import type { Block, GapFinder } from '../documents/block';
import { sentencesOfBlock } from '../documents/blockSentences';
import type { BlockSentences } from '../documents/blockSentences';
import { detached, Generations } from './generations';

/** What the reader said of a sentence: a row of the answers it gave together. */
export interface Answer {
  readonly answers: Answers;
  readonly row: number;
}

interface Remembered extends BlockSentences {
  readonly gaps: GapFinder | null;
}

export class DocumentMemory {
  private readonly blocks = new Generations<Remembered>();
  private readonly answers = new Generations<Answer>();

  /** The sentences of a block, whose text says all about them. */
  sentences(text: string, block: Block): BlockSentences {
    const key = text.slice(block.from, block.to);
    const known = this.blocks.get(key);
    if (known && known.gaps === block.gaps) return known;
    const own = detached(key);
    const found = sentencesOfBlock(own, { ...block, from: 0, to: own.length });
    this.blocks.set(own, { ...found, gaps: block.gaps });
    return found;
  }

  answer(sentence: string): Answer | undefined {
    return this.answers.get(sentence);
  }

  /** Reads sentences that are not known and keeps the answers. */
  read(reader: Reader, sentences: readonly string[]): void {
    const answers = reader.answers(sentences);
    sentences.forEach((sentence, row) => this.answers.set(sentence, { answers, row }));
  }

  /** Forgets what the last scan did not meet. */
  turn(): void {
    this.blocks.turn();
    this.answers.turn();
  }
}
