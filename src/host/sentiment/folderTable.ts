/** The sentiment of a folder's files as a table, in Markdown and in CSV. Text only: no VS Code here. */
import type { ReaderInfo } from '../../protocol/sentiment';
import { countText } from '../runWords';
import type { Translate } from '../translate';
import { percent, signed } from './sentimentWords';
import { leans } from './summary';
import type { Summary } from './summary';

export interface FileRow {
  /** Path below the folder. */
  readonly path: string;
  readonly summary: Summary;
}

export interface FolderReading {
  readonly folder: string;
  readonly reader: ReaderInfo;
  readonly rows: readonly FileRow[];
  /** Files that were left out, by reason in words. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** The reading was cancelled: these are the files read before. */
  readonly cancelled: boolean;
}

/** A line of the document that is about a file: where the file's name stands in it. */
export interface FileLine {
  readonly line: number;
  readonly from: number;
  readonly path: string;
}

/** A Markdown document whose table is also readable as text, and the lines that name files. */
export function folderMarkdown(reading: FolderReading, t: Translate): { text: string; files: readonly FileLine[] } {
  const { folder, reader, rows, leftOut, cancelled } = reading;
  const table = folderCells(reading, t);
  const widths = table[0]!.map((_, column) => Math.max(3, ...table.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const left = [...leftOut].map(([reason, count]) => t('{0} {1}', countText(count), reason)).join(', ');
  const head = [
    `# ${t('Sentiment of {0}', folder)}`,
    '',
    `${reader.name}: ${reader.modelLine}`,
    '',
    ...(cancelled ? [t('Cancelled: the files below are those that were read before.'), ''] : []),
    ...(left === '' ? [] : [t('Left out: {0}.', left), '']),
  ];
  if (rows.length === 0)
    return { text: [...head, t('No file of this folder has sentences to read.'), ''].join('\n'), files: [] };
  const [titles, ...body] = table.map(line);
  const files = rows.map(({ path }, i) => ({ line: head.length + 2 + i, from: 2, path }));
  return { text: [...head, titles, rule, ...body, ''].join('\n'), files };
}

/** Comma-separated values by RFC 4180: counts, shares from 0 to 1, and the mean score. */
export function folderCsv({ reader, rows }: FolderReading): string {
  const scored = leans(reader);
  const lines = [
    [
      'file',
      'sentences',
      ...reader.labels,
      ...reader.labels.map((label) => `${label} share`),
      ...(scored ? ['mean score'] : []),
    ],
    ...rows.map(({ path, summary: { sentences, counts, meanScore } }) => [
      path,
      String(sentences),
      ...counts.map(String),
      ...counts.map((count) => (count / sentences).toFixed(4)),
      ...(scored ? [meanScore.toFixed(4)] : []),
    ]),
  ];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

/** Title row, a row a file, and the sum of all where there are several. */
function folderCells({ reader, rows }: FolderReading, t: Translate): readonly (readonly string[])[] {
  const scored = leans(reader);
  const cells = (name: string, { sentences, counts, meanScore }: Summary) => [
    name,
    countText(sentences),
    ...counts.flatMap((count) => [countText(count), percent(count / sentences)]),
    ...(scored ? [signed(meanScore)] : []),
  ];
  const titles = [
    t('File'),
    t('Sentences'),
    ...reader.labels.flatMap((label) => [label, t('share')]),
    ...(scored ? [t('Mean score')] : []),
  ];
  const body = rows.map(({ path, summary }) => cells(path.replaceAll('|', '\\|'), summary));
  return rows.length > 1 ? [titles, ...body, cells(t('All files'), total(rows, reader))] : [titles, ...body];
}

function total(rows: readonly FileRow[], reader: ReaderInfo): Summary {
  const sum = (value: (summary: Summary) => number) => rows.reduce((all, { summary }) => all + value(summary), 0);
  const sentences = sum((summary) => summary.sentences);
  return {
    sentences,
    counts: reader.labels.map((_, label) => sum(({ counts }) => counts[label]!)),
    meanScore: sum((summary) => summary.meanScore * summary.sentences) / sentences,
  };
}

function quoted(cell: string): string {
  // A cell that a spreadsheet would take for a formula is none.
  const safe = /^[=+@]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
