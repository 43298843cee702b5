/** Files of labelled texts: `label<TAB>text`, comma-separated columns, or JSON lines. The form is told by the file itself. */
import { placeOf, plainCell, type Cell, type Row, type Table } from './cell';
import { chooseColumns, type Columns } from './columns';
import { readCommas } from './commas';
import { readJsonLines } from './jsonLines';
import { linesOf } from './lines';
import { readTabs } from './tabs';

/** A text that somebody labelled. */
export interface Example {
  readonly label: string;
  readonly text: Cell;
}

export interface LabelledText {
  readonly kind: Table['kind'];
  /** In the file's order. */
  readonly examples: readonly Example[];
  /** Lines left out: without a label, or without a text. */
  readonly unlabelled: readonly number[];
  readonly empty: readonly number[];
}

/** Lines that tell the form of a file. */
const TELLING = 50;
/** Longest label, in UTF-16 units: what is longer is a text. */
const LONGEST_LABEL = 100;
/** As much of a text as `looksLabelled` reads. */
const GLANCE = 1 << 16;

/** The examples of a file; null when nothing in it looks like labels. */
export function readLabelled(file: string): LabelledText | null {
  const table = readTable(file);
  const columns = table && chooseColumns(table);
  if (!table || !columns) return null;
  const examples: Example[] = [];
  const unlabelled: number[] = [];
  const empty: number[] = [];
  for (const row of columns.named ? table.rows.slice(1) : table.rows) {
    const label = row.cells[columns.label]?.text.trim() ?? '';
    const text = textOf(file, table, row, columns);
    if (label === '' || label.length > LONGEST_LABEL || !text) unlabelled.push(row.line);
    else if (text.text.trim() === '') empty.push(row.line);
    else examples.push({ label, text });
  }
  return { kind: table.kind, examples, unlabelled, empty };
}

/** Whether a text is clearly a file of labelled texts: a few labels that come again and again, on nearly every line. */
export function looksLabelled(text: string): boolean {
  const end = text.length > GLANCE ? text.lastIndexOf('\n', GLANCE) : text.length;
  const read = readLabelled(text.slice(0, Math.max(0, end)));
  if (!read || read.examples.length < 8) return false;
  const { examples, unlabelled, empty } = read;
  const labels = new Set(examples.map(({ label }) => label)).size;
  return labels >= 2 && labels <= examples.length / 4 && unlabelled.length + empty.length <= examples.length / 10;
}

function readTable(file: string): Table | null {
  const lines: string[] = [];
  for (const { start, end } of linesOf(file)) {
    if (lines.push(file.slice(start, end)) === TELLING) break;
  }
  if (lines.length === 0) return null;
  const share = (form: RegExp) => lines.filter((line) => form.test(line)).length / lines.length;
  if (share(/^\s*\{.*\}\s*$/) > 0.5) return readJsonLines(file);
  if (share(/\t/) > 0.5) return readTabs(file);
  return readCommas(file);
}

/** A row's text: in the last column, with the separators in it that nothing quotes. */
function textOf(file: string, { kind }: Table, { cells }: Row, { label, text, open }: Columns): Cell | undefined {
  const cell = cells[text];
  const last = cells[cells.length - 1];
  const quoted = kind === 'CSV' && cell !== undefined && file[cell.start - 1] === '"';
  if (!cell || !last || kind === 'JSON lines' || !open || label > text || quoted) return cell;
  return plainCell(file, cell.start, placeOf(last, last.text.length));
}
