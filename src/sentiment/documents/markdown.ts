/** Markdown to blocks: headings, list items, table cells and paragraphs, in one pass over its lines. */
import type { Block } from './block';
import { inlineGaps } from './inlineMarks';
import { lineAt, skipBlanks, trimBlanks } from './lines';
import type { Line } from './lines';
import { afterFrontMatter, isDelimiterRow, NextPlace, tableCells } from './markdownParts';

export const markdownGaps = inlineGaps({ lineStart: /[ \t>]*/y, emphasis: true });

const FENCE = /`{3,}(?=[^`\n]*(?:\n|$))|~{3,}/y;
const FENCE_END = /^(?:`+|~+)[ \t]*$/;
const HEADING = /#{1,6}(?=[ \t\r\n]|$)/y;
const CLOSING_MARKS = /[ \t]#+$/;
const ITEM = /(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/y;
const RULE = /([-*_=])(?:[ \t]*\1)*[ \t]*(?=\r?\n|\r?$)/y;
const DEFINITION = /\[[^\]\n]+\]:[ \t]*/y;
const RAW_ELEMENT = /<(?:script|style|pre|textarea|svg)(?=[\s>])/iy;
const CONTAINER = /:{3,}|\{%|<[?!](?!--)|\$\$/y;
/** What may begin a line that is no paragraph. */
const MARKS = new Set([...'`~#-*+_=[<:{$0123456789'].map((mark) => mark.charCodeAt(0)));

/** Longest line that is looked at as a thematic break, and list items that may begin on one line. */
const LONGEST_RULE = 200;
const DEEPEST = 8;
const BACKTICK = 96;
const BAR = 124;

export function* markdownBlocks(text: string): Generator<Block> {
  const scan = new MarkdownScan(text);
  for (let at = afterFrontMatter(text); at < text.length;) {
    at = scan.line(at);
    yield* scan.found();
  }
  scan.close();
  yield* scan.found();
}

const NONE: readonly Block[] = [];

class MarkdownScan {
  private blocks: Block[] = [];
  /** What the line before was, as far as the next one depends on it. */
  private before: 'blank' | 'code' | 'text' | 'table' = 'blank';
  /** The paragraph under way, or from = -1. */
  private from = -1;
  private to = -1;
  /** Column at which the text of the last list item starts: code is indented four more. */
  private itemIndent = 0;
  /** Where the content of the line begins, and its column. */
  private start = 0;
  private indent = 0;
  private readonly comments: NextPlace;
  private readonly bars: NextPlace;
  /** Closing marks of which there is none any more. */
  private readonly unclosed = new Set<string>();

  constructor(private readonly text: string) {
    this.comments = new NextPlace(text, '<!--');
    this.bars = new NextPlace(text, '|');
  }

  /** What was found since the last call. */
  found(): readonly Block[] {
    if (this.blocks.length === 0) return NONE;
    const { blocks } = this;
    this.blocks = [];
    return blocks;
  }

  /** Ends the paragraph under way. */
  close(): void {
    if (this.from >= 0 && this.to > this.from) this.blocks.push({ from: this.from, to: this.to, gaps: markdownGaps });
    this.from = -1;
  }

  /** Reads the line at `at`; returns where the next one begins. */
  line(at: number): number {
    const line = lineAt(this.text, at);
    this.findContent(line);
    if (this.start === line.to) {
      this.close();
      this.before = 'blank';
      return line.next;
    }
    if (this.isIndentedCode()) {
      this.before = 'code';
      return line.next;
    }
    if (this.indent === 0 && this.before === 'blank') this.itemIndent = 0;
    if (MARKS.has(this.text.charCodeAt(this.start))) this.items(line);
    return this.start === line.to ? line.next : this.content(line, this.start);
  }

  private content(line: Line, start: number): number {
    const { text } = this;
    if (MARKS.has(text.charCodeAt(start))) {
      const fence = this.match(FENCE, start);
      if (fence) return this.skip(this.afterFence(line.next, fence));
      if (text.startsWith('$$', start)) return this.skip(this.afterClosing('$$', start + 2, line));
      const element = this.match(RAW_ELEMENT, start);
      if (element) return this.skip(this.afterClosing(`</${element.slice(1)}`, start, line));
      if (this.match(CONTAINER, start) || this.isRule(line, start)) return this.skip(line.next);
      const heading = this.match(HEADING, start);
      if (heading) return this.heading(start + heading.length, line);
      const definition = this.from < 0 ? this.match(DEFINITION, start) : null;
      if (definition?.startsWith('[^')) return this.paragraphLine(line, Math.min(line.to, start + definition.length));
      if (definition) return this.skip(line.next);
    }
    return this.isTableRow(line, start) ? this.tableRow(line, start) : this.paragraphLine(line, start);
  }

  /** Moves the start of the line's content behind its list markers. */
  private items(line: Line): void {
    const first = this.start;
    for (let depth = 0; depth < DEEPEST && !this.isRule(line, this.start); depth++) {
      const marker = this.match(ITEM, this.start);
      if (!marker) break;
      this.start = Math.min(line.to, this.start + marker.length);
    }
    if (this.start === first) return;
    this.close();
    this.before = 'text';
    this.itemIndent = this.indent + this.start - first;
  }

  private isRule(line: Line, start: number): boolean {
    return line.to - start <= LONGEST_RULE && this.match(RULE, start) !== null;
  }

  private paragraphLine(line: Line, start: number): number {
    const comment = this.commentOver(line, start);
    if (comment && comment.from <= start) return this.skip(comment.to);
    if (this.from < 0) this.from = start;
    this.to = trimBlanks(this.text, start, comment ? comment.from : line.to);
    this.before = 'text';
    return comment ? this.skip(comment.to) : line.next;
  }

  /**
   * The comment that is all of the line, or that begins on it and does not end on it: a blank line inside ends no
   * paragraph. Others are gaps.
   */
  private commentOver(line: Line, start: number): { readonly from: number; readonly to: number } | null {
    const { text, comments } = this;
    for (let from = comments.from(start); from < line.to; from = comments.from(from + 4)) {
      const close = text.indexOf('-->', from + 4);
      if (close < 0) comments.end();
      else if (text.charCodeAt(from - 1) === BACKTICK) continue;
      else if (close > line.to) return { from, to: close + 3 };
      else if (from === start && skipBlanks(text, close + 3, line.to) === line.to) return { from, to: line.next };
    }
    return null;
  }

  private heading(from: number, line: Line): number {
    const start = skipBlanks(this.text, from, line.to);
    const title = this.text.slice(start, line.to).trimEnd().replace(CLOSING_MARKS, '');
    this.skip(line.next);
    if (title !== '') this.blocks.push({ from: start, to: start + title.length, gaps: markdownGaps });
    this.itemIndent = 0;
    return line.next;
  }

  private isTableRow(line: Line, start: number): boolean {
    if (this.bars.from(start) >= line.to) return false;
    if (this.text.charCodeAt(start) === BAR || this.before === 'table') return true;
    const below = lineAt(this.text, line.next);
    return isDelimiterRow(this.text, skipBlanks(this.text, below.from, below.to), below.to);
  }

  private tableRow(line: Line, start: number): number {
    this.close();
    if (!isDelimiterRow(this.text, start, line.to)) {
      for (const cell of tableCells(this.text, start, line.to, markdownGaps)) this.blocks.push(cell);
    }
    this.before = 'table';
    return line.next;
  }

  private isIndentedCode(): boolean {
    return this.indent >= this.itemIndent + 4 && this.from < 0 && (this.before === 'blank' || this.before === 'code');
  }

  /** Finds where a line's content starts, behind blanks and the marks of quotations. */
  private findContent(line: Line): void {
    const { text } = this;
    let indent = 0;
    let start = line.from;
    for (; start < line.to; start++) {
      const unit = text.charCodeAt(start);
      if (unit === 32) indent++;
      else if (unit === 9) indent += 4 - (indent % 4);
      else if (unit === 62) indent = text.charCodeAt(start + 1) === 32 ? -1 : 0;
      else break;
    }
    this.start = start;
    this.indent = indent;
  }

  /** Start of the line behind the one that closes a fence. */
  private afterFence(at: number, fence: string): number {
    const { text } = this;
    for (let from = at; from < text.length;) {
      const line = lineAt(text, from);
      this.findContent(line);
      if (text.startsWith(fence, this.start) && FENCE_END.test(text.slice(this.start, line.to))) return line.next;
      from = line.next;
    }
    return text.length;
  }

  /** Start of the line behind the one with the closing mark; of the next line when there is none. */
  private afterClosing(mark: string, at: number, line: Line): number {
    const close = this.unclosed.has(mark) ? -1 : this.text.indexOf(mark, at);
    if (close < 0) this.unclosed.add(mark);
    return close < 0 ? line.next : lineAt(this.text, close).next;
  }

  /** Ends the paragraph and goes on at `to`. */
  private skip(to: number): number {
    this.close();
    this.before = 'text';
    return to;
  }

  private match(pattern: RegExp, at: number): string | null {
    pattern.lastIndex = at;
    return pattern.exec(this.text)?.[0] ?? null;
  }
}
