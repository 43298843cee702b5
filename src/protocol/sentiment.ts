/**
 * Texts read for their sentiment: what a reader is, what it says of a document sentence by sentence, and everything it
 * computed on one sentence. Offsets count UTF-16 units of the text that was sent.
 */
import type { Frame } from './frame';
import type { RunInfo } from './run';

/** A model that answers each sentence with one of its labels: the shipped one, or a classifier of the user's own. */
export interface ReaderInfo {
  /** Name for people. */
  readonly name: string;
  /** The classes, in the order of every row of probabilities. */
  readonly labels: readonly string[];
  /** Which way each label leans: -1 negative, 1 positive, 0 neither (a neutral text, or a label of another kind). */
  readonly leanings: readonly (-1 | 0 | 1)[];
  /** Index of the label that is left alone in the editor, or -1 when every label is shown. */
  readonly neutral: number;
  /** One line for people, e.g. `bidirectional LSTM · 2 × 64 units · 18,000 words`. */
  readonly modelLine: string;
}

/** What to read, and what is looked at now. */
export interface ScanRequest {
  readonly document: string;
  /** Rises with every request for a document; a later one abandons an earlier one. */
  readonly version: number;
  readonly text: string;
  /** VS Code's language id: decides what of the text is prose. */
  readonly language: string;
  /** Column of a table (CSV, TSV, JSON lines) that is read: its name or its number from 1; null chooses. */
  readonly column: string | null;
  /** Only sentences that touch one of these ranges `[from, to)` are read; empty: all of the text. */
  readonly only: readonly (readonly [number, number])[];
  /** The part of the text on screen, `[from, to)`: read first. */
  readonly visible: readonly [number, number];
}

/** The sentences of a stretch of a document, read. Parallel arrays in the order of the text. */
export interface ScannedSentences {
  readonly document: string;
  readonly version: number;
  /** The stretch `[from, to)` of the text these are all the sentences of; they replace what was known of it. */
  readonly from: number;
  readonly to: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Index of the label each sentence is given; calibrated probabilities, a row of labels a sentence. */
  readonly labels: Int32Array;
  readonly probabilities: Float32Array;
  /** UTF-16 units read so far, of how many. */
  readonly done: number;
  readonly total: number;
  /** True in the last message of a scan. */
  readonly finished: boolean;
  /** What the user should know of this text (not English, a table without that column, ...), or null. */
  readonly notice: string | null;
}

/** Everything the reader computed on one sentence of T words. */
export interface Reading {
  readonly reader: ReaderInfo;
  readonly text: string;
  /** UTF-16 range of each word in `text`, and the word as the model sees it. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly words: readonly string[];
  /** 1 for a word the model has learned, 0 for one it guesses by its letters. */
  readonly known: Int32Array;
  /** True when the sentence was longer than can be explained and only its beginning is. */
  readonly cut: boolean;
  /** Calibrated probability of each label, and the label given. */
  readonly probabilities: Float64Array;
  readonly label: number;
  /** T × labels: the forward-only reading after each word. */
  readonly running: Float64Array;
  /** Probabilities of the dense bag of word vectors on the same words; empty where the reader has none. */
  readonly baseline: Float64Array;
  /** The label that is explained below. */
  readonly explained: number;
  /** Integrated gradients of ln p(explained) by word (Sundararajan, Taly & Yan 2017). */
  readonly integrated: Float64Array;
  /** [their sum, the difference they should add up to, |sum - difference| / |difference|]. */
  readonly completeness: Float64Array;
  /** How much ln p(explained) falls when each word is left out. */
  readonly leftOut: Float64Array;
  /** The same sentence as a run's trace: words as tokens, states and gates of both directions, gradients of the loss. */
  readonly info: RunInfo;
  readonly frame: Frame;
}

/** What the host asks of a worker that reads. */
export interface ReaderMethods {
  /** Opens a reader file (safetensors, see `src/sentiment/readerFile.ts`); it reads everything from then on. */
  openReader(args: { reader: Uint8Array }): Promise<ReaderInfo>;
  /** Reads a document: what is visible first, the rest in the background. Answers come as `sentences` events. */
  scan(args: ScanRequest): void;
  /** Abandons the scan of a document and forgets it. */
  forget(args: { document: string }): void;
  /**
   * Reads one sentence closely. `explained`: index of the label to explain, or null for the one given. `language`: the
   * document's, which decides what of the text is prose as in a scan; null when all of it is.
   */
  read(args: { text: string; explained: number | null; language: string | null }): Promise<Reading>;
}

/** What a worker that reads tells the host, unasked. */
export interface ReaderEvents {
  sentences(args: ScannedSentences): void;
  /** A scan failed, with words for the user. */
  scanFailed(args: { document: string; version: number; problem: string }): void;
}

/** A document as the Sentiment view draws it. Arrays as in `ScannedSentences`, of all of the text. */
export interface ReadDocument {
  readonly document: string;
  readonly name: string;
  readonly reader: ReaderInfo;
  readonly length: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Line of each sentence, from 0. */
  readonly lines: Int32Array;
  readonly labels: Int32Array;
  readonly probabilities: Float32Array;
  readonly done: number;
  readonly total: number;
  readonly finished: boolean;
  readonly notice: string | null;
}

/** What the host tells the Sentiment view. */
export interface SentimentEvents {
  /** Null when no document is being read. */
  document(args: { document: ReadDocument | null }): void;
  /** The sentence the editor's cursor is in, or -1. */
  cursor(args: { index: number }): void;
}

/** What the Sentiment view asks of the host. */
export interface SentimentMethods {
  ready(args: { version: number }): void;
  /** The words of some sentences, for the list. */
  excerpts(args: { document: string; indices: readonly number[] }): Promise<readonly string[]>;
  /** Select a sentence in the editor. */
  reveal(args: { document: string; index: number }): void;
  /** Open a sentence in the panel. */
  open(args: { document: string; index: number }): void;
  command(args: { command: 'unroll.showSentiment' | 'unroll.hideSentiment' | 'unroll.showFolderSentiment' }): void;
}

/** What the host tells the Sentence panel. */
export interface SentenceEvents {
  /** `place`: where the sentence stands, for people, or null when it was written in the panel. */
  sentence(args: { reading: Reading; place: string | null }): void;
  problem(args: { problem: string }): void;
}

/** What the Sentence panel asks of the host. */
export interface SentenceMethods {
  ready(args: { version: number }): void;
  /** Reads another sentence, or the same one in another order. */
  read(args: { text: string; explained: number | null }): Promise<Reading>;
  /** Select the characters `[from, to)` of the sentence in the editor, while the sentence still stands there. */
  reveal(args: { from: number; to: number }): void;
}
