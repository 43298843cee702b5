/** Which column of a table holds the labels, and which the texts: by the names people give them, else by what is in them. */
import type { Row, Table } from './cell';

const LABEL_NAMES =
  /^(labels?|class(es)?|category|sentiment|emotion|polarity|target|topic|intent|rating|stars|score|tag|y)$/i;
const TEXT_NAMES =
  /^(text|sentence|review|comment|content|message|body|tweet|title|phrase|utterance|question|description|document|x)$/i;

/** Rows and columns looked at to tell columns apart: one line of a million commas is no table. */
const SAMPLE = 2000;
const MOST_COLUMNS = 256;
/** Mean length above which a column is no column of labels, in UTF-16 units. */
const LONGEST_LABEL = 40;

export interface Columns {
  readonly label: number;
  readonly text: number;
  /** Whether the first row names the columns. */
  readonly named: boolean;
  /** Whether the texts stand last: what follows them in a row is still text, with a separator in it. */
  readonly open: boolean;
}

/** The two columns; null for a table in which nothing looks like labels beside texts. */
export function chooseColumns({ kind, header, rows }: Table): Columns | null {
  const names = header ?? (rows[0]?.cells ?? []).map((cell) => cell?.text ?? '');
  const [label, text] = [LABEL_NAMES, TEXT_NAMES].map((known) => names.findIndex((name) => known.test(name.trim())));
  const named = header === null && label! >= 0 && text! >= 0;
  if (label! >= 0 && text! >= 0) return { label: label!, text: text!, named, open: text === names.length - 1 };
  const profiles = profilesOf(header ? rows : rows.slice(1));
  const chosen = chooseByContent(profiles, kind === 'CSV');
  if (!chosen) return null;
  return {
    ...chosen,
    named: header === null && isNames(rows, chosen),
    open: chosen.text === profiles[profiles.length - 1]!.column,
  };
}

/** What a column looks like. */
interface Profile {
  readonly column: number;
  readonly distinct: number;
  readonly meanLength: number;
  readonly rows: number;
}

function profilesOf(rows: readonly Row[]): Profile[] {
  const sample = rows.slice(0, SAMPLE);
  // Cells that only some rows have are parts of a text with a separator in it.
  const width = Math.min(MOST_COLUMNS, Math.max(0, ...sample.map(({ cells }) => cells.length)));
  return Array.from({ length: width }, (_, column) => {
    const texts = sample.flatMap(({ cells }) => cells[column]?.text.trim() || []);
    const length = texts.reduce((sum, text) => sum + text.length, 0);
    return { column, distinct: new Set(texts).size, meanLength: length / texts.length, rows: texts.length };
  }).filter(({ rows: count }) => count > sample.length / 2);
}

/**
 * Labels are the column with the fewest values, the first of equal ones, and texts the longest of the others. `strict`:
 * labels must come again and again.
 */
function chooseByContent(profiles: readonly Profile[], strict: boolean): Pick<Columns, 'label' | 'text'> | null {
  if (profiles.length < 2) return null;
  // A column of one value tells nothing apart: it is the labels' only where nothing else comes again.
  const variety = ({ distinct, rows }: Profile) => (distinct === 1 ? rows / 2 : distinct);
  const label = profiles.reduce((a, b) => (variety(b) < variety(a) ? b : a));
  const others = profiles.filter((profile) => profile !== label);
  const text = others.reduce((a, b) => (b.meanLength > a.meanLength ? b : a));
  const repeats = label.distinct > 1 && label.distinct <= label.rows / 2;
  if (label.meanLength > LONGEST_LABEL || (strict && !repeats)) return null;
  return { label: label.column, text: text.column };
}

/** A first row whose label no other row has, above a text of one word, is a row of names. */
function isNames(rows: readonly Row[], { label, text }: Pick<Columns, 'label' | 'text'>): boolean {
  const [first, ...rest] = rows;
  const name = first?.cells[label]?.text;
  const isWord = /^\s*[\p{L}_]+\s*$/u.test(first?.cells[text]?.text ?? '');
  return isWord && rest.every(({ cells }) => cells[label]?.text !== name);
}
