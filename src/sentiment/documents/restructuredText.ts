/** reStructuredText to blocks: paragraphs, list items and headings, without directives and literal blocks. */
import type { Block } from './block';
import type { Gap, GapFinder } from './block';
import { linesOf, skipBlanks, trimBlanks } from './lines';

const ITEM = /(?:[-*+•]|\(?(?:\d{1,3}|#)[.)])[ \t]+|:[^:\n]{1,60}:[ \t]+/y;
const RULE = /([^\p{L}\p{N}\s])\1*/uy;
/** Directives whose content is prose. */
const ADMONITION =
  /\.\. (?:attention|caution|danger|error|hint|important|note|tip|warning|admonition|versionadded|versionchanged|deprecated)::[ \t]*/y;
const MARK = /``[^`\n]*``|:[\w:+-]+:`[^`]*`|<[^<>\s]+>`_{1,2}|[`*]+_{0,2}|https?:\/\/\S+|\|[^|\n]+\|_?|\[[#\w]+\]_|\\/g;

const LETTER = /[\p{L}\p{N}]/u;

export const restructuredTextGaps: GapFinder = (text, from, to) =>
  Array.from(text.slice(from, to).matchAll(MARK), ({ 0: found, index }): Gap => {
    const gap = { from: from + index, to: from + index + found.length };
    // A stray mark between two letters parts their words; an escape joins them.
    const parts = found !== '\\' && LETTER.test(text[gap.from - 1] ?? '') && LETTER.test(text[gap.to] ?? '');
    const isMark = /^[`*\\]/.test(found) && !found.startsWith('``');
    return { ...gap, readAs: isMark && !parts ? '' : ' ' };
  });

export function* restructuredTextBlocks(text: string): Generator<Block> {
  let from = -1;
  let to = -1;
  /** What is indented deeper than this is not read; -1 where everything is. */
  let silence = -1;
  for (const line of linesOf(text)) {
    const start = skipBlanks(text, line.from, line.to);
    const end = trimBlanks(text, start, line.to);
    const indent = start - line.from;
    if (silence >= 0 && start < end && indent <= silence) silence = -1;
    const matchEnd = (pattern: RegExp): number => {
      pattern.lastIndex = start;
      return pattern.test(text) ? Math.min(end, pattern.lastIndex) : start;
    };
    const admonition = matchEnd(ADMONITION);
    const directive =
      admonition === start && text.startsWith('..', start) && /^\.\.(?:\s|$)/.test(text.slice(start, end));
    const silent = silence >= 0 || start === end || directive || matchEnd(RULE) === end;
    const content = admonition > start ? admonition : matchEnd(ITEM);
    if (from >= 0 && (silent || content > start)) {
      yield { from, to, gaps: restructuredTextGaps };
      from = -1;
    }
    if (directive || (silence < 0 && text.startsWith('::', end - 2))) silence = indent;
    if (silent || content === end) continue;
    if (from < 0) from = content;
    to = text.startsWith('::', end - 2) ? end - 1 : end;
  }
  if (from >= 0) yield { from, to, gaps: restructuredTextGaps };
}
