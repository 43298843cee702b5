/** Source code to blocks: its comments, and those of its strings that look like prose. */
import type { Block } from './block';
import type { CodeSyntax } from './codeSyntax';
import { commentBlocks } from './comments';
import type { CommentLine } from './comments';
import { lineAt, linesOf, skipBlanks, trimBlanks } from './lines';
import { looksLikeProse } from './looks';
import { RunningText } from './runningText';
import { endOfString } from './strings';
import type { StringSyntax } from './strings';

/** What a mark in the code opens. */
type Opening =
  | { readonly kind: 'line' }
  | { readonly kind: 'block'; readonly open: string; readonly close: string }
  | { readonly kind: 'string'; readonly syntax: StringSyntax }
  | { readonly kind: 'atom' }
  | { readonly kind: 'pattern' };

/** Marks that go on behind the one that opens a comment: `///`, `//!`, `##`, `/**`, `///<`, `-- |`. */
const MORE_MARKS = /[/!#;%*-]*(?:[ \t]*[|^<](?=[ \t]))?/y;
const STARRED = /[ \t]*\*+(?!\/)/y;
/** Behind these, an expression begins: a slash opens a pattern and does not divide. */
const BEFORE_PATTERN =
  /(?:^|[(,=:[!&|?{};+\-*%~^]|=>|\b(?:return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield))\s*$/;
const PATTERN = /\/(?![*/])(?:[^\\/[\n]|\\[^\n]|\[(?:[^\\\]\n]|\\[^\n])*\]){1,2000}\//y;

/** Three words have at least two blanks between them. */
const SHORTEST = 5;

export function* codeBlocks(text: string, syntax: CodeSyntax): Generator<Block> {
  yield* new CodeScan(text, syntax).blocks();
}

class CodeScan {
  private readonly openings = new Map<string, Opening>();
  private readonly marks: RegExp;
  /** Line comments that follow each other, and where the last one ends. */
  private run: CommentLine[] = [];
  private runEnd = 0;
  /** Openings that nothing closes from here on: not searched again. */
  private readonly unclosed = new Set<string>();

  constructor(
    private readonly text: string,
    private readonly syntax: CodeSyntax,
  ) {
    const { openings } = this;
    for (const mark of syntax.atoms ?? []) openings.set(mark, { kind: 'atom' });
    if (syntax.patterns) openings.set('/', { kind: 'pattern' });
    for (const mark of syntax.line) openings.set(mark, { kind: 'line' });
    for (const [open, close] of syntax.block) openings.set(open, { kind: 'block', open, close });
    for (const string of syntax.strings) openings.set(string.open, { kind: 'string', syntax: string });
    const byLength = [...openings.keys()].sort((a, b) => b.length - a.length);
    this.marks = new RegExp(byLength.map((mark) => mark.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|'), 'g');
  }

  *blocks(): Generator<Block> {
    const { text, marks } = this;
    for (let at = 0; ;) {
      marks.lastIndex = at;
      const found = marks.exec(text);
      if (!found) break;
      at = yield* this.open(found[0], found.index);
    }
    yield* this.endRun();
  }

  /** Handles the mark at `at`; returns where to go on. */
  private *open(mark: string, at: number): Generator<Block, number> {
    const opening = this.openings.get(mark)!;
    switch (opening.kind) {
      case 'line':
        return yield* this.lineComment(mark, at);
      case 'block':
        yield* this.endRun();
        return yield* this.blockComment(opening, at);
      case 'string':
        return yield* this.string(opening.syntax, at);
      case 'atom':
        return at + mark.length;
      case 'pattern':
        return this.pattern(at);
    }
  }

  private *lineComment(mark: string, at: number): Generator<Block, number> {
    const { text } = this;
    const before = text[at - 1] ?? '\n';
    // `http://` in code that is no string, `$#` in a shell.
    if (at === 0 && text.startsWith('#!')) return lineAt(text, at).to;
    if (before === ':' || (this.syntax.spaced && !/\s/.test(before))) return at + mark.length;
    const { to } = lineAt(text, at);
    if (this.run.length > 0 && !this.follows(at)) yield* this.endRun();
    MORE_MARKS.lastIndex = at + mark.length;
    MORE_MARKS.test(text);
    this.run.push({ from: Math.min(to, MORE_MARKS.lastIndex), to });
    this.runEnd = to;
    return to;
  }

  /** Whether nothing but one line break and blanks lies between the run and `at`. */
  private follows(at: number): boolean {
    const { next } = lineAt(this.text, this.runEnd);
    return next <= at && skipBlanks(this.text, next, at) === at;
  }

  private *endRun(): Generator<Block> {
    if (this.run.length > 0) yield* commentBlocks(this.text, this.run);
    this.run = [];
  }

  private *blockComment({ open, close }: { open: string; close: string }, at: number): Generator<Block, number> {
    const from = at + open.length;
    const end = this.syntax.nested ? this.endOfNested(open, close, from) : this.find(close, from);
    const to = end < 0 ? this.text.length : end;
    yield* commentBlocks(this.text, contentLines(this.text, from, to));
    return to + (end < 0 ? 0 : close.length);
  }

  private endOfNested(open: string, close: string, from: number): number {
    let depth = 1;
    let opening = this.find(open, from);
    let end = this.find(close, from);
    while (end >= 0) {
      if (opening >= 0 && opening < end) {
        depth++;
        opening = this.find(open, opening + open.length);
      } else {
        if (--depth === 0) return end;
        end = this.find(close, end + close.length);
      }
    }
    return -1;
  }

  private *string(syntax: StringSyntax, at: number): Generator<Block, number> {
    const { text } = this;
    const from = at + syntax.open.length;
    const key = `string ${syntax.open}`;
    const to = this.unclosed.has(key) ? -1 : endOfString(text, from, syntax);
    if (to < 0) {
      if (syntax.multiline) this.unclosed.add(key);
      return from;
    }
    if (syntax.documents && this.standsAlone(at)) {
      yield* this.endRun();
      yield* commentBlocks(text, contentLines(text, from, to));
    } else if (!syntax.silent && to - from >= SHORTEST) {
      const block = { from, to, gaps: syntax.gaps };
      if (looksLikeProse(syntax.template ? new RunningText(text, block).text : text.slice(from, to))) {
        yield* this.endRun();
        yield block;
      }
    }
    return to + syntax.close.length;
  }

  /** Whether only blanks, or the letters of a prefix such as `r`, stand before `at` on its line. */
  private standsAlone(at: number): boolean {
    return /(?:^|\n)[ \t]*(?:@\w+[ \t]+)?[rRuU]?$/.test(this.text.slice(Math.max(0, at - 200), at));
  }

  private pattern(at: number): number {
    if (!BEFORE_PATTERN.test(this.text.slice(Math.max(0, at - 40), at))) return at + 1;
    PATTERN.lastIndex = at;
    return PATTERN.test(this.text) ? PATTERN.lastIndex : at + 1;
  }

  private find(what: string, from: number): number {
    const found = this.unclosed.has(what) ? -1 : this.text.indexOf(what, from);
    if (found < 0) this.unclosed.add(what);
    return found;
  }
}

/** Lines of a block comment without the stars at their start. */
function* contentLines(text: string, from: number, to: number): Generator<CommentLine> {
  for (const line of linesOf(text, from, to)) {
    const pattern = line.from === from ? MORE_MARKS : STARRED;
    pattern.lastIndex = line.from;
    const start = pattern.test(text) ? Math.min(line.to, pattern.lastIndex) : line.from;
    yield { from: start, to: trimBlanks(text, start, line.to) };
  }
}
