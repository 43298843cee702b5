/** The parts of a sentence that spans lines: an underline under indentation or comment signs would say nothing. */

/** What may open a line of a comment, a list or a quotation, before the words go on. */
const OPENING = /^[ \t]*(?:(?:\/{2,}!?|\*+(?!\/)|#+|--+|;+|>+|'{3}|"{3})[ \t]*)?/;

/** `[from, to)` within `text` of what each line of the sentence adds; lines without a word add nothing. */
export function lineParts(text: string): readonly (readonly [number, number])[] {
  const parts: [number, number][] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const opening = start === 0 ? 0 : OPENING.exec(line)![0].length;
    const length = line.trimEnd().length;
    if (length > opening) parts.push([start + opening, start + length]);
    start += line.length + 1;
  }
  return parts;
}
