/** The sentences of a document, as the reader is given them and where they stand. */
import { sentencesOfBlock } from '../../../src/sentiment/documents/blockSentences';
import { proseOf } from '../../../src/sentiment/documents/prose';

export interface FoundSentence {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function sentencesIn(text: string, language: string, column: string | null = null): FoundSentence[] {
  return [...proseOf(text, language, column).blocks].flatMap((block) => {
    const { ranges, texts } = sentencesOfBlock(text, block);
    return texts.map((read, i) => ({
      text: read,
      start: block.from + ranges[2 * i]!,
      end: block.from + ranges[2 * i + 1]!,
    }));
  });
}

/** What the reader is given of each sentence, runs of blanks made one. */
export function textsIn(text: string, language: string, column: string | null = null): string[] {
  return sentencesIn(text, language, column).map((sentence) => sentence.text.replace(/\s+/g, ' '));
}
