/** Strings of programs: where they end, and what inside is not read. */
import type { Gap, GapFinder } from './block';

/** How a kind of string is written. */
export interface StringForm {
  readonly open: string;
  readonly close: string;
  /** How the closing mark is written inside. */
  readonly escape: 'backslash' | 'doubled' | 'none';
  readonly multiline: boolean;
  /** Holds `${expressions}`. */
  readonly template?: boolean;
  /** A comment where it stands alone, as Python's docstrings do. */
  readonly documents?: boolean;
  /** Never meant for people: names of fonts and files. */
  readonly silent?: boolean;
}

export interface StringSyntax extends StringForm {
  /** Finds escapes (read as what they stand for), expressions in templates and doubled marks. */
  readonly gaps: GapFinder;
}

export function stringSyntax(form: StringForm): StringSyntax {
  return { ...form, gaps: stringGaps(form) };
}

const BACKSLASH = 92;
const NEWLINE = 10;

/** Index of the mark that closes the string whose content begins at `from`; -1 when it is not closed. */
export function endOfString(text: string, from: number, syntax: StringForm): number {
  if (syntax.template) return closeOf(text, from, '`');
  const { close } = syntax;
  const first = close.charCodeAt(0);
  for (let at = from; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === NEWLINE && !syntax.multiline) return -1;
    if (unit === BACKSLASH && syntax.escape === 'backslash') at++;
    else if (unit === first && (close.length === 1 || text.startsWith(close, at))) {
      if (syntax.escape !== 'doubled' || text.charCodeAt(at + 1) !== first) return at;
      at++;
    }
  }
  return -1;
}

/** Index of what closes a template (`` ` ``) or an expression in one (`}`) that begins at `from`, or -1. */
function closeOf(text: string, from: number, close: '`' | '}'): number {
  const open: ('`' | '}')[] = [close];
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    const inTemplate = open[open.length - 1] === '`';
    if (character === '\\') at++;
    else if (character === open[open.length - 1]) {
      open.pop();
      if (open.length === 0) return at;
    } else if (inTemplate) {
      if (character === '$' && text[at + 1] === '{') {
        open.push('}');
        at++;
      }
    } else if (character === '{') open.push('}');
    else if (character === '`') open.push('`');
    else if (character === '"' || character === "'") at = afterQuoted(text, at, character);
  }
  return -1;
}

/** Index of the quotation mark that closes the one at `at` on the same line; else `at`. */
function afterQuoted(text: string, at: number, quote: string): number {
  for (let end = at + 1; end < text.length && end < at + 1000; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === quote) return end;
    else if (text[end] === '\n') break;
  }
  return at;
}

const ESCAPE =
  /\\(?:u\{([\da-fA-F]{1,5})\}|u([\da-fA-F]{4})|x([\da-fA-F]{2})|[abefnrtv0]|\r?\n|(.))|\$\{|(?<doubled>""|'')/g;

function stringGaps(syntax: StringForm): GapFinder {
  if (syntax.escape === 'none') return () => [];
  return (text, from, to) => {
    const gaps: Gap[] = [];
    const string = text.slice(from, to);
    let after = 0;
    for (const found of string.matchAll(ESCAPE)) {
      if (found.index < after) continue;
      const gap = gapOf(found, syntax, string);
      if (!gap) continue;
      after = gap.to;
      gaps.push({ from: from + gap.from, to: from + gap.to, readAs: gap.readAs });
    }
    return gaps;
  };
}

function gapOf(found: RegExpExecArray, syntax: StringForm, string: string): Gap | null {
  const [mark, braced, four, two, itself] = found;
  const from = found.index;
  const to = from + mark.length;
  if (mark === '${') {
    if (!syntax.template) return null;
    const close = closeOf(string, to, '}');
    return { from, to: close < 0 ? string.length : close + 1, readAs: ' ' };
  }
  if (found.groups!['doubled'] !== undefined) {
    return syntax.escape === 'doubled' && mark[0] === syntax.close ? { from, to, readAs: mark[0]! } : null;
  }
  if (syntax.escape !== 'backslash') return null;
  const code = braced ?? four ?? two;
  if (code !== undefined) return { from, to, readAs: String.fromCodePoint(parseInt(code, 16)) };
  return { from, to, readAs: itself ?? ' ' };
}
