/** What inside a paragraph is not read: code, links' targets, tags, emphasis and the marks at the start of its lines. */
import type { Gap, GapFinder } from './block';
import { closingParenthesis, CodeSpans, entityAt, TAG, skippedElement } from './inlineParts';

export interface InlineSyntax {
  /** Sticky: what is left out after a line break within a block, e.g. the `>` of a quotation. */
  readonly lineStart: RegExp;
  /** Whether `*`, `_`, `~~` emphasise and `\` escapes, as in Markdown; in comments and HTML they are themselves. */
  readonly emphasis: boolean;
}

const SPECIAL = /[`<[\]*_~\\&\n{]|https?:\/\/|www\./g;
const ADDRESS = /[^\s<>]*[^\s<>.,;:!?'")\]}*_`]/y;
const ESCAPED = /\\[!-/:-@[-`{-~]/y;
/** `{@link X}` in comments, `{{ value }}` and `{% tag %}` in templates. */
const BRACED = /\{@\w[^{}\n]*\}|\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}/y;
const FOOTNOTE = /\[\^[^\]\s]{1,100}\]/y;

/** Finds the gaps of blocks in this syntax, in linear time. */
export function inlineGaps(syntax: InlineSyntax): GapFinder {
  return (text, from, to) => {
    const scan = new InlineScan(text.slice(from, to), syntax, from);
    return scan.run();
  };
}

/** Code is read as a name from a program, whatever it says: sentences keep their words. */
const CODE = '_';

class InlineScan {
  private gaps: Gap[] = [];
  /** Offsets of the opening brackets that wait for their closing one. */
  private readonly brackets: number[] = [];
  private readonly codeSpans: CodeSpans;
  private ordered = true;

  constructor(
    private readonly text: string,
    private readonly syntax: InlineSyntax,
    private readonly base: number,
  ) {
    this.codeSpans = new CodeSpans(text);
  }

  run(): readonly Gap[] {
    const { text } = this;
    SPECIAL.lastIndex = 0;
    for (let found = SPECIAL.exec(text); found; found = SPECIAL.exec(text)) {
      SPECIAL.lastIndex = this.handle(found.index, found[0]);
    }
    return this.ordered ? this.gaps : this.gaps.sort((a, b) => a.from - b.from);
  }

  /** Handles what was found at `at`; returns where to go on. */
  private handle(at: number, found: string): number {
    switch (found) {
      case '\n':
        return this.skip(at, this.matchEnd(this.syntax.lineStart, at + 1, at + 1));
      case '`': {
        const { end, closed } = this.codeSpans.at(at);
        return closed ? this.skip(at, end, CODE) : end;
      }
      case '<':
        return this.tag(at);
      case '[':
        return this.openBracket(at);
      case ']':
        return this.closeBracket(at);
      case '&': {
        const entity = entityAt(this.text, at);
        return entity ? this.skip(at, entity.end, entity.readAs) : at + 1;
      }
      case '{':
        return this.skipMatch(BRACED, at, CODE);
      case '\\':
        if (!this.syntax.emphasis || this.matchEnd(ESCAPED, at, -1) < 0) return at + 1;
        this.skip(at, at + 1, '');
        return at + 2;
      case '*':
      case '_':
      case '~':
        return this.emphasis(at, found);
      default:
        return this.skipMatch(ADDRESS, at);
    }
  }

  private tag(at: number): number {
    if (this.text.startsWith('<!--', at)) {
      const end = this.text.indexOf('-->', at);
      // Without an end there is none for later ones either; the rest is not searched again for each.
      return end < 0 ? this.skip(at, this.text.length) : this.skip(at, end + 3);
    }
    const end = this.matchEnd(TAG, at, -1);
    return end < 0 ? at + 1 : this.skip(at, skippedElement(this.text, at, end));
  }

  private openBracket(at: number): number {
    const footnote = this.matchEnd(FOOTNOTE, at, -1);
    if (footnote >= 0) return this.skip(at, footnote);
    this.brackets.push(at);
    return at + 1;
  }

  private closeBracket(at: number): number {
    const open = this.brackets.pop();
    const next = this.text[at + 1];
    if (open === undefined || (next !== '(' && next !== '[')) return at + 1;
    const close = next === '(' ? closingParenthesis(this.text, at + 1) : this.text.indexOf(']', at + 2);
    if (close < 0 || (next === '[' && close - at > 200)) return at + 1;
    const image = this.text[open - 1] === '!';
    this.ordered = false;
    if (image && this.brackets.length > 0) {
      // A picture that is a link, such as a badge, is not read at all.
      this.gaps = this.gaps.filter((gap) => gap.from < this.base + open);
      return this.skip(open - 1, close + 1);
    }
    this.skip(image ? open - 1 : open, open + 1, '');
    return this.skip(at, close + 1, '');
  }

  private emphasis(at: number, mark: string): number {
    let end = at + 1;
    while (this.text[end] === mark) end++;
    if (!this.syntax.emphasis || (mark === '~' && end - at !== 2)) return end;
    const [before, after] = [this.text[at - 1] ?? ' ', this.text[end] ?? ' '];
    const [blankBefore, blankAfter] = [/\s/.test(before), /\s/.test(after)];
    const insideWord = mark === '_' && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
    return (blankBefore && blankAfter) || insideWord ? end : this.skip(at, end, '');
  }

  private skipMatch(pattern: RegExp, at: number, readAs = ' '): number {
    const end = this.matchEnd(pattern, at, -1);
    return end < 0 ? at + 1 : this.skip(at, end, readAs);
  }

  private skip(from: number, to: number, readAs = ' '): number {
    this.gaps.push({ from: this.base + from, to: this.base + to, readAs });
    return to;
  }

  /** Where a sticky pattern's match at `at` ends, or `otherwise`. */
  private matchEnd(pattern: RegExp, at: number, otherwise: number): number {
    pattern.lastIndex = at;
    return pattern.test(this.text) ? pattern.lastIndex : otherwise;
  }
}
