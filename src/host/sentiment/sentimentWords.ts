/** What the status bar, hovers and messages say of a text's sentiment. Words only: no VS Code here. */
import type { ReaderInfo, Reading } from '../../protocol/sentiment';
import { countText } from '../runWords';
import type { Translate } from '../translate';
import { leans, scoreOf } from './summary';
import type { Summary } from './summary';

/** Blocks of a running score drawn in text; more words than this are averaged. */
const SPARK_LENGTH = 32;
const BLOCKS = '▁▂▃▄▅▆▇█';
/** Words that mattered which a hover names, and the least share of all that is worth naming. */
const NAMED_WORDS = 4;
const LEAST_SHARE = 0.05;

/** `24 %`, whole. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

/** `+0.16`: with its sign, a minus being a minus. */
export function signed(value: number, digits = 2): string {
  if (Number.isNaN(value)) return '–';
  const text = Math.abs(value).toFixed(digits);
  const zero = Number(text) === 0;
  return `${zero ? '' : value < 0 ? '−' : '+'}${text}`;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly finished: boolean;
}

/** What the status bar shows: progress while the text is read, then the share of each side. */
export function statusText(reader: ReaderInfo | null, summary: Summary, progress: Progress, t: Translate): string {
  if (reader === null) return `$(loading~spin) ${t('Sentiment')}`;
  if (!progress.finished) {
    return `$(loading~spin) ${t('Sentiment {0}', percent(progress.done / Math.max(1, progress.total)))}`;
  }
  if (summary.sentences === 0) return `$(comment) ${t('no sentences')}`;
  if (!leans(reader)) return `$(tag) ${topLabels(reader, summary)}`;
  const share = (leaning: number) =>
    percent(sum(summary.counts.filter((_, label) => reader.leanings[label] === leaning)) / summary.sentences);
  return `$(triangle-up) ${share(1)} $(triangle-down) ${share(-1)} ${signed(summary.meanScore)}`;
}

/** What a screen reader says of it. */
export function statusLabel(reader: ReaderInfo | null, summary: Summary, progress: Progress, t: Translate): string {
  if (reader === null || !progress.finished) return t('Unroll: sentiment is being read');
  return t('Unroll, sentiment: {0}', summaryWords(reader, summary, t));
}

/** `1,204 sentences: 24 % positive, 8 % negative; mean score +0.16`. */
export function summaryWords(reader: ReaderInfo, summary: Summary, t: Translate): string {
  const { sentences, meanScore } = summary;
  if (sentences === 0) return t('no sentences');
  const shares = reader.labels.map((label, i) => `${percent((summary.counts[i] ?? 0) / sentences)} ${label}`);
  const words = t('{0} sentences: {1}', countText(sentences), shares.reverse().join(', '));
  return leans(reader) ? t('{0}; mean score {1}', words, signed(meanScore)) : words;
}

function topLabels(reader: ReaderInfo, { counts, sentences }: Summary): string {
  return reader.labels
    .map((label, i) => ({ label, count: counts[i] ?? 0 }))
    .sort((a, b) => b.count - a.count)
    .slice(0, 2)
    .map(({ label, count }) => `${label} ${percent(count / sentences)}`)
    .join(' · ');
}

/** The running reading word by word as blocks of text: the score where labels lean, else the explained probability. */
export function sparkline({ reader, running, explained }: Reading): string {
  const width = reader.labels.length;
  const words = running.length / width;
  const height = (t: number): number => {
    const row = running.subarray(t * width, (t + 1) * width);
    return leans(reader) ? (scoreOf(reader, row) + 1) / 2 : row[explained]!;
  };
  const length = Math.min(words, SPARK_LENGTH);
  return Array.from({ length }, (_, i) => {
    const from = Math.floor((i * words) / length);
    const to = Math.max(from + 1, Math.floor(((i + 1) * words) / length));
    let mean = 0;
    for (let t = from; t < to; t++) mean += height(t) / (to - from);
    return BLOCKS[Math.min(BLOCKS.length - 1, Math.max(0, Math.floor(mean * BLOCKS.length)))];
  }).join('');
}

/** A word of the sentence, and its signed share of everything that spoke for or against the label. */
export interface WordShare {
  readonly word: string;
  readonly share: number;
}

/** The words that mattered most to the explained label, by integrated gradients. */
export function wordsThatMattered({ text, starts, ends, integrated }: Reading): readonly WordShare[] {
  const all = integrated.reduce((total, value) => total + Math.abs(value), 0);
  return Array.from(integrated, (value, i) => ({ word: text.slice(starts[i], ends[i]), share: value / all }))
    .filter(({ share }) => Math.abs(share) >= LEAST_SHARE)
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share))
    .slice(0, NAMED_WORDS);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
