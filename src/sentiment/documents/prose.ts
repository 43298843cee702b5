/** What of a document is prose, by its language. */
import { describeBinary } from '../../text/binary';
import { cutLong } from './block';
import type { Block, Gap, GapFinder } from './block';
import { codeBlocks } from './code';
import { CODE_LANGUAGES, QUOTED } from './codeSyntax';
import type { ColumnChoice } from './column';
import { commentGaps } from './comments';
import { commitBlocks } from './commitMessage';
import { htmlBlocks, htmlGaps } from './html';
import { jsonLinesBlocks } from './jsonLines';
import { latexBlocks, latexGaps } from './latex';
import { markdownBlocks, markdownGaps } from './markdown';
import { paragraphs } from './paragraphs';
import { restructuredTextBlocks, restructuredTextGaps } from './restructuredText';
import { cellGaps, tableBlocks } from './table';

/** The prose of a document: blocks in the order of the text, apart from each other, found as they are asked for. */
export interface Prose {
  readonly blocks: Iterable<Block>;
  /** What the user should know of this choice, or null. */
  readonly notice: string | null;
  /** What is to be said when there are no sentences in it. */
  readonly empty: string;
}

/** A kind of document: how its blocks are found, and what inside any of them is not read. */
interface Format {
  readonly find: (text: string, column: string | null) => Iterable<Block> | ColumnChoice;
  readonly gaps: GapFinder | null;
}

const FORMATS: Readonly<Record<string, Format>> = {
  'markdown mdx quarto rmd': { find: markdownBlocks, gaps: markdownGaps },
  'git-commit scminput': { find: commitBlocks, gaps: null },
  'html xml xsl vue svelte handlebars razor astro django-html jinja-html': { find: htmlBlocks, gaps: htmlGaps },
  'latex tex': { find: latexBlocks, gaps: latexGaps },
  restructuredtext: { find: restructuredTextBlocks, gaps: restructuredTextGaps },
  'csv dynamic_csv': { find: (text, column) => tableBlocks(text, null, column), gaps: cellGaps },
  tsv: { find: (text, column) => tableBlocks(text, '\t', column), gaps: cellGaps },
  'jsonl ndjson jsonlines': { find: jsonLinesBlocks, gaps: QUOTED.gaps },
};
const BY_LANGUAGE: ReadonlyMap<string, Format> = new Map(
  Object.entries(FORMATS).flatMap(([ids, format]) => ids.split(' ').map((id) => [id, format] as const)),
);
const PLAIN: Format = { find: (text) => paragraphs(text), gaps: null };

/** Units that are looked at to tell text from binary content. */
const LOOKED_AT = 1 << 20;
const NOTHING = 'No sentences were found in this file.';

/**
 * The prose of `text`. `language`: VS Code's language id, of whatever it does not know plain text is made. `column`: of a
 * table, by its name or its number from 1; null chooses.
 */
export function proseOf(text: string, language: string, column: string | null): Prose {
  if (text.trim() === '') return { blocks: [], notice: null, empty: 'This file is empty: there is nothing to read.' };
  const binary = describeBinary(text.slice(0, LOOKED_AT));
  if (binary !== null) return { blocks: [], notice: binary, empty: NOTHING };
  const code = CODE_LANGUAGES.get(language);
  if (code) {
    const empty = 'No sentences were found in the comments and strings of this file; the rest of it is not read.';
    return { blocks: cutLong(text, codeBlocks(text, code)), notice: null, empty };
  }
  const found = (BY_LANGUAGE.get(language) ?? PLAIN).find(text, column);
  const { blocks, notice } = 'blocks' in found ? found : { blocks: found, notice: null };
  return { blocks: cutLong(text, blocks), notice, empty: NOTHING };
}

/** What is not read inside a sentence of such a document, as well as that can be told of a sentence alone. */
export function gapsInSentence(sentence: string, language: string): readonly Gap[] {
  const find = (gaps: GapFinder | null) => gaps?.(sentence, 0, sentence.length) ?? [];
  const code = CODE_LANGUAGES.get(language);
  if (!code) return find((BY_LANGUAGE.get(language) ?? PLAIN).gaps);
  // Whether it stands in a comment or in a string of a program is not known: escapes are found in strings.
  const escapes = code.strings.map(({ gaps }) => find(gaps));
  return escapes.find(({ length }) => length > 0) ?? find(commentGaps);
}
