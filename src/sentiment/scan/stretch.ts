/** The sentences of a stretch of a document as they are found, until they are told. */
import type { ScannedSentences } from '../../protocol/sentiment';
import type { Answer } from './documentMemory';
import type { LanguageCheck } from './languageCheck';

type Arrays = Pick<ScannedSentences, 'starts' | 'ends' | 'labels' | 'probabilities'>;

export class Stretch {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  private readonly texts: string[] = [];

  add(start: number, end: number, text: string): void {
    this.starts.push(start);
    this.ends.push(end);
    this.texts.push(text);
  }

  get length(): number {
    return this.starts.length;
  }

  /** The sentences with their answers, in arrays of their own that may be handed over. */
  arrays(labels: number, answerOf: (text: string) => Answer, language: LanguageCheck): Arrays {
    const given = new Int32Array(this.length);
    const probabilities = new Float32Array(this.length * labels);
    this.texts.forEach((text, i) => {
      const { answers, row } = answerOf(text);
      given[i] = answers.labels[row]!;
      probabilities.set(answers.probabilities.subarray(row * labels, (row + 1) * labels), i * labels);
      language.add(text.length, answers.known[row]!);
    });
    return { starts: Int32Array.from(this.starts), ends: Int32Array.from(this.ends), labels: given, probabilities };
  }
}
