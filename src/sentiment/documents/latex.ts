/** LaTeX to blocks: paragraphs and the arguments of headings, without commands, mathematics and listings. */
import type { Block, Gap, GapFinder } from './block';
import { linesOf, skipBlanks } from './lines';

const BEGIN = String.raw`\begin{document}`;
const SILENT =
  /\\begin\{(verbatim|lstlisting|minted|equation|align|gather|multline|tabular|tikzpicture|thebibliography|displaymath|math|eqnarray)/;
/** Commands that stand between paragraphs. */
const BREAK =
  /^\\(?:(?:sub)*section|chapter|part|paragraph|begin|end|item|maketitle|caption|title|label|usepackage|documentclass)\b/;
const MARK =
  /\\(?:begin|end|cite\w*|ref|eqref|autoref|label|includegraphics|usepackage|documentclass|bibliography\w*|input|include|url|href)\*?(?:\[[^\]\n]*\])*(?:\{[^{}\n]*\})?|\$\$[^$]{0,2000}\$\$|\$[^$\n]{0,500}\$|\\[a-zA-Z]+\*?(?:\[[^\]\n]*\])?|\\\\|\\[%&$#_{}]|[{}~]|(?<!\\)%[^\n]*|``|''/g;

export const latexGaps: GapFinder = (text, from, to) =>
  Array.from(text.slice(from, to).matchAll(MARK), ({ 0: found, index }): Gap => {
    const start = from + index;
    if (/^\\[%&$#_{}]$/.test(found)) return { from: start, to: start + 1, readAs: '' };
    const readAs = found === '{' || found === '}' ? '' : found === '``' || found === "''" ? '"' : ' ';
    return { from: start, to: start + found.length, readAs };
  });

export function* latexBlocks(text: string): Generator<Block> {
  const begin = text.indexOf(BEGIN);
  let from = -1;
  let to = -1;
  let silence: string | null = null;
  for (const line of linesOf(text, begin < 0 ? 0 : begin + BEGIN.length)) {
    const start = skipBlanks(text, line.from, line.to);
    const content = text.slice(start, line.to);
    const silenced = silence !== null;
    if (silence !== null && content.includes(silence)) silence = null;
    const opened = SILENT.exec(content)?.[1];
    if (!silenced && opened !== undefined && !content.includes(`\\end{${opened}`)) silence = `\\end{${opened}`;
    const silent = silenced || opened !== undefined || content === '' || content.startsWith('%');
    if (from >= 0 && (silent || BREAK.test(content))) {
      yield { from, to, gaps: latexGaps };
      from = -1;
    }
    if (silent) continue;
    if (from < 0) from = start;
    to = line.to;
    // A heading is a block of its own.
    if (/^\\(?:(?:sub)*section|chapter|part|title|caption)\b/.test(content)) {
      yield { from, to, gaps: latexGaps };
      from = -1;
    }
  }
  if (from >= 0) yield { from, to, gaps: latexGaps };
}
