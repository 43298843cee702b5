/** HTML and XML to blocks: the text between the tags, and comments. */
import type { Block } from './block';
import { commentBlocks } from './comments';
import { inlineGaps } from './inlineMarks';
import { linesOf } from './lines';

export const htmlGaps = inlineGaps({ lineStart: /[ \t]*/y, emphasis: false });

/** Elements within a sentence. */
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code del dfn em font i img ins kbd label mark q s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);
/** Elements whose content is no prose. */
const SKIPPED = new Set('script style pre textarea svg math noscript object canvas'.split(' '));
const TAG = /<(\/?)([a-zA-Z][\w:.-]*)[^<>]*>|<!--|<[!?][^<>]*>|<!\[CDATA\[/y;

export function* htmlBlocks(text: string): Generator<Block> {
  const unclosed = new Set<string>();
  /** End of what begins at `at` and ends with `close`; just behind `at` when it does not end. */
  const endOf = (close: string, at: number): number => {
    const end = unclosed.has(close) ? -1 : text.indexOf(close, at);
    if (end < 0) unclosed.add(close);
    return end < 0 ? at : end + close.length;
  };
  let from = 0;
  for (let at = text.indexOf('<'); at >= 0;) {
    TAG.lastIndex = at;
    const [found, closing, element] = TAG.exec(text) ?? [];
    const name = element?.toLowerCase() ?? '';
    let next = at + (found?.length ?? 1);
    if (found !== undefined && !INLINE.has(name)) {
      yield* stretch(text, from, at);
      if (found === '<!--') {
        const end = endOf('-->', next);
        yield* commentBlocks(text, linesOf(text, next, Math.max(next, end - 3)));
        next = end;
      } else if (closing === '' && SKIPPED.has(name) && !found.endsWith('/>')) {
        const close = `</${element}`;
        next = Math.max(next, endOf(close, next) - close.length);
      }
      from = next;
    }
    at = text.indexOf('<', next);
  }
  yield* stretch(text, from, text.length);
}

/** The text `[from, to)` between two tags: a block, unless it is blank. What is left of a tag is left out. */
function* stretch(text: string, from: number, to: number): Generator<Block> {
  const content = text.slice(from, to);
  const start = from + content.length - content.trimStart().length;
  const end = start + content.trim().length;
  if (start < end) yield { from: start, to: end, gaps: htmlGaps };
}
