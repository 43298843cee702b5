/** What of a document is prose, by its language. */
import { describeBinary } from '../../text/binary';
import { cutLong } from './block';
import type { Block } from './block';
import { codeBlocks } from './code';
import { CODE_LANGUAGES } from './codeSyntax';
import type { ColumnChoice } from './column';
import { commitBlocks } from './commitMessage';
import { htmlBlocks } from './html';
import { jsonLinesBlocks } from './jsonLines';
import { latexBlocks } from './latex';
import { markdownBlocks } from './markdown';
import { paragraphs } from './paragraphs';
import { restructuredTextBlocks } from './restructuredText';
import { tableBlocks } from './table';

/** The prose of a document: blocks in the order of the text, apart from each other, found as they are asked for. */
export interface Prose {
  readonly blocks: Iterable<Block>;
  /** What the user should know of this choice, or null. */
  readonly notice: string | null;
  /** What is to be said when there are no sentences in it. */
  readonly empty: string;
}

type FindBlocks = (text: string, column: string | null) => Iterable<Block> | ColumnChoice;

const table =
  (separator: string | null): FindBlocks =>
  (text, column) =>
    tableBlocks(text, separator, column);

const FORMATS: Readonly<Record<string, FindBlocks>> = {
  'markdown mdx quarto rmd': markdownBlocks,
  'git-commit scminput': commitBlocks,
  'html xml xsl vue svelte handlebars razor astro django-html jinja-html': htmlBlocks,
  'latex tex': latexBlocks,
  restructuredtext: restructuredTextBlocks,
  'csv dynamic_csv': table(null),
  tsv: table('\t'),
  'jsonl ndjson jsonlines': jsonLinesBlocks,
};
const BY_LANGUAGE: ReadonlyMap<string, FindBlocks> = new Map(
  Object.entries(FORMATS).flatMap(([ids, find]) => ids.split(' ').map((id) => [id, find] as const)),
);

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
  const found = (BY_LANGUAGE.get(language) ?? plain)(text, column);
  const { blocks, notice } = 'blocks' in found ? found : { blocks: found, notice: null };
  return { blocks: cutLong(text, blocks), notice, empty: NOTHING };
}

const plain: FindBlocks = (text) => paragraphs(text);
