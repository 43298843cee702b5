/** One reading of a document: what is visible first, then the rest from the top, told in batches. */
import type { ScannedSentences, ScanRequest } from '../../protocol/sentiment';
import type { Block } from '../documents/block';
import { proseOf } from '../documents/prose';
import type { Prose } from '../documents/prose';
import type { Reader } from '../reader';
import type { DocumentMemory } from './documentMemory';
import { LanguageCheck } from './languageCheck';
import { Pace } from './pace';
import { Stretch } from './stretch';

/** Milliseconds between two messages. */
const PERIOD = 200;
const NOTHING_SELECTED = 'No sentences were found in the selection.';

export interface ScanTools {
  readonly reader: Reader;
  readonly memory: DocumentMemory;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly tell: (sentences: ScannedSentences) => void;
}

export class Scan {
  /** Whether something on screen is still to be read. */
  urgent = true;
  private readonly steps: Iterator<void>;
  private readonly prose: Prose;
  private readonly language = new LanguageCheck();
  private readonly pace = new Pace();
  /** The sentences of `[from, to)` that were found and not told yet, and those among them that must be read. */
  private stretch = new Stretch();
  private from = 0;
  private to = 0;
  private readonly unread = new Set<string>();
  private unreadUnits = 0;
  private done = 0;
  private found = 0;
  private toldAt = 0;

  constructor(
    readonly request: ScanRequest,
    private readonly tools: ScanTools,
  ) {
    this.prose = proseOf(request.text, request.language, request.column);
    this.steps = this.run();
  }

  /** Reads until `deadline`, or a little longer; false when everything is read. Throws what the reader throws. */
  turn(deadline: number): boolean {
    do {
      if (this.steps.next().done) return false;
    } while (this.tools.now() < deadline);
    return true;
  }

  /** Everything, in steps of a few milliseconds at the most. */
  private *run(): Generator<void> {
    const [top, bottom] = this.request.visible;
    const blocks = this.prose.blocks[Symbol.iterator]();
    let block = blocks.next();
    const before: Block[] = [];
    for (; !block.done && block.value.to < top; block = blocks.next()) {
      before.push(block.value);
      yield;
    }
    const start = before.at(-1)?.to ?? 0;
    this.moveTo(start);
    // The time it took to get here is no reason to tell of what is visible in pieces.
    this.toldAt = this.tools.now();
    for (; !block.done && block.value.from <= bottom; block = blocks.next()) yield* this.read(block.value);
    const end = this.to;
    if (end > start && (before.length > 0 || !block.done)) this.tell(end);
    this.urgent = false;
    if (before.length > 0) {
      this.moveTo(0);
      for (const above of before) yield* this.read(above);
      this.tell(start);
      this.moveTo(end);
    }
    for (; !block.done; block = blocks.next()) yield* this.read(block.value);
    this.tell(this.request.text.length, true);
    this.tools.memory.turn();
  }

  /** Finds a block's sentences and reads, from time to time, what is not known; tells of it when it is time. */
  private *read(block: Block): Generator<void> {
    const { memory, now } = this.tools;
    const { ranges, texts } = memory.sentences(this.request.text, block);
    for (const [i, text] of texts.entries()) {
      const start = block.from + ranges[2 * i]!;
      const end = block.from + ranges[2 * i + 1]!;
      if (!this.isWanted(start, end)) continue;
      this.stretch.add(start, end, text);
      if (memory.answer(text) || this.unread.has(text)) continue;
      this.unread.add(text);
      this.unreadUnits += text.length;
      if (this.unreadUnits < this.pace.units) continue;
      this.readUnread();
      yield;
    }
    this.to = block.to;
    if (now() - this.toldAt >= PERIOD) this.tell(block.to);
    yield;
  }

  private readUnread(): void {
    if (this.unread.size === 0) return;
    const { memory, reader, now } = this.tools;
    const started = now();
    memory.read(reader, [...this.unread]);
    this.pace.took(this.unreadUnits, now() - started);
    this.unread.clear();
    this.unreadUnits = 0;
  }

  private isWanted(start: number, end: number): boolean {
    const { only } = this.request;
    if (only.length === 0) return true;
    return only.some(([from, to]) => (from === to ? start <= from && from <= end : start < to && from < end));
  }

  /** Tells the sentences of the stretch, which ends at `to`. */
  private tell(to: number, finished = false): void {
    this.readUnread();
    const { request, stretch, from } = this;
    const { memory, reader } = this.tools;
    const arrays = stretch.arrays(reader.info.labels.length, (text) => memory.answer(text)!, this.language);
    this.done += to - from;
    this.found += stretch.length;
    this.tools.tell({
      document: request.document,
      version: request.version,
      from,
      to,
      ...arrays,
      done: this.done,
      total: request.text.length,
      finished,
      notice: this.prose.notice ?? this.language.notice ?? (finished && this.found === 0 ? this.nothing : null),
    });
    this.moveTo(to);
    this.toldAt = this.tools.now();
  }

  private get nothing(): string {
    return this.request.only.length > 0 ? NOTHING_SELECTED : this.prose.empty;
  }

  /** Begins a new stretch. */
  private moveTo(from: number): void {
    this.stretch = new Stretch();
    this.from = from;
    this.to = from;
  }
}
