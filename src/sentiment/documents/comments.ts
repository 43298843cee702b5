/** The lines of a comment to blocks: paragraphs, list items and descriptions of tags; no code, no directives. */
import type { Block } from './block';
import { inlineGaps } from './inlineMarks';
import { skipBlanks, trimBlanks } from './lines';
import { looksLikeCode } from './looks';

/** The content of one line, behind the mark of the comment and blanks. */
export interface CommentLine {
  readonly from: number;
  readonly to: number;
}

/** Marks at the start of a line within a comment, in any language: ` * `, `//`, `///`, `#`, `--`, `;;`, `%`. */
export const commentGaps = inlineGaps({
  lineStart: /[ \t]*(?:\/{2,}!?|#+|-{2,}|;+|%+|\*+(?!\/))?[ \t]*/y,
  emphasis: false,
});

const ITEM = /(?:[-*+•]|\d{1,3}[.)])[ \t]+/y;
/** `@param {Type} name - what it is`, `:param name: what it is`, `\brief what it is`: what it is begins behind. */
const NAMED_TAG =
  /(?:[@\\](?:param|arg|argument|property|prop|template|tparam|typeparam)\b[ \t]*(?:\[[^\]\n]*\][ \t]*)?(?:\{[^\n]*?\}[ \t]*)?[\w$.[\]=*]*[ \t]*(?:[-:–][ \t]*)?|:\w+(?: [^:\n]{1,60})?:[ \t]*)/y;
const TYPED_TAG =
  /[@\\](?:returns?|throws?|exception|yields?|type|raises)\b[ \t]*(?:\{[^\n]*?\}[ \t]*)?(?:[-:–][ \t]*)?/y;
/** Tags whose rest is no prose, and those that are followed by lines that are none. */
const SILENT_TAG =
  /[@\\](?:see|author|since|version|link|license|copyright|typedef|callback|module|namespace|class|function|method|name|memberof|implements|extends|augments|access|private|public|protected|internal|override|readonly|ts-\w+|jsx\w*|ingroup|file)\b/y;
const EXAMPLE_TAG = /[@\\](?:example|code|verbatim|snippet)\b/y;
const OTHER_TAG = /[@\\][a-z][\w-]*[ \t]*(?:\{[^\n]*?\}[ \t]*)?/y;
const DIRECTIVE =
  /(?:eslint|prettier|tslint|stylelint|jshint|jslint|biome|istanbul|c8|v8|webpack\w*|@vite|pragma|type:|noqa|pylint|flake8|mypy|pyright|fmt:|yapf|isort|nosec|rubocop|shellcheck|nolint|go:|\+build|region\b|endregion\b|#(?:end)?region|sourceMappingURL|!\/|-\*-|coding[:=]|vim?:|cspell|spell-?check|coverage|swiftlint|noinspection|NOLINT|clang-format)/iy;
const FENCE = /`{3,}|~{3,}/y;
const HEADING = /#{1,6}[ \t]/y;
const RULER = /[^\p{L}\p{N}]+$/uy;

/** Blocks of the lines of one comment, in order. */
export function* commentBlocks(text: string, lines: Iterable<CommentLine>): Generator<Block> {
  let from = -1;
  let to = -1;
  /** What goes on until its end: a fence, or the example of a tag until the next tag. */
  let silence: 'fence' | 'example' | null = null;
  for (const line of lines) {
    const start = skipBlanks(text, line.from, line.to);
    const end = trimBlanks(text, start, line.to);
    const content = text.slice(start, end);
    const opening = openingOf(content);
    if (opening === 'fence') silence = silence === 'fence' ? null : 'fence';
    else if (opening === 'example') silence ??= 'example';
    else if (silence === 'example' && /^[@\\]/.test(content)) silence = null;
    const silent = silence !== null || typeof opening === 'string';
    const goesOn = !silent && opening === 0;
    if (from >= 0 && !goesOn) {
      yield { from, to, gaps: commentGaps };
      from = -1;
    }
    if (!silent && from < 0) from = start + opening;
    to = end;
    if (from >= to) from = -1;
  }
  if (from >= 0) yield { from, to, gaps: commentGaps };
}

/** How much of a line opens a new paragraph (0: it goes on with the last one), or why it is not read. */
function openingOf(content: string): number | 'fence' | 'example' | 'nothing' {
  const matches = (pattern: RegExp): number => {
    pattern.lastIndex = 0;
    return pattern.test(content) ? pattern.lastIndex : 0;
  };
  if (content === '' || matches(RULER) || matches(HEADING)) return 'nothing';
  if (matches(FENCE)) return 'fence';
  if (/^[@\\:]/.test(content)) {
    if (matches(EXAMPLE_TAG)) return 'example';
    if (matches(SILENT_TAG)) return 'nothing';
    const tag = matches(NAMED_TAG) || matches(TYPED_TAG) || matches(OTHER_TAG);
    if (tag) return tag;
  }
  if (matches(DIRECTIVE) || looksLikeCode(content)) return 'nothing';
  return matches(ITEM);
}
