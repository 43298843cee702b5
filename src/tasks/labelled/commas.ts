import { escapedCell, plainCell, type Cell, type Row, type Table } from './cell';

/** Comma- or semicolon-separated values (RFC 4180): a quoted cell may hold separators, line ends and doubled quotes. */
export function readCommas(file: string): Table {
  const from = file.charCodeAt(0) === 0xfeff ? 1 : 0;
  const separator = separatorOf(file, from);
  const rows: Row[] = [];
  let cells: Cell[] = [];
  let line = 1;
  let first = line;
  for (let at = from; at <= file.length;) {
    const { cell, end } = cellAt(file, at, separator);
    cells.push(cell);
    line += linesIn(file, at, end);
    at = end + 1;
    if (file[end] === separator) continue;
    if (file[end] === '\r' && file[at] === '\n') at++;
    if (cells.length > 1 || cell.text.trim() !== '') rows.push({ line: first, cells });
    cells = [];
    first = ++line;
  }
  return { kind: 'CSV', header: null, rows };
}

/** The one of the two that the first line has more of. */
function separatorOf(file: string, from: number): ',' | ';' {
  const end = file.indexOf('\n', from);
  const line = file.slice(from, end < 0 ? file.length : end);
  return line.split(';').length > line.split(',').length ? ';' : ',';
}

/** The cell that begins at `at`, and where the separator or line end behind it stands. */
function cellAt(file: string, at: number, separator: string): { readonly cell: Cell; readonly end: number } {
  const close = file[at] === '"' ? closingQuote(file, at) : -1;
  if (close > 0 && isEnd(file, close + 1, separator)) {
    const raw = file.slice(at + 1, close);
    const text = raw.replaceAll('""', '"');
    const width = (offset: number) => (file[offset] === '"' ? 2 : 1);
    const plain = text.length === raw.length;
    return {
      cell: plain ? plainCell(file, at + 1, close) : escapedCell(text, at + 1, width),
      end: close + 1,
    };
  }
  // A quote that nothing closes is a sign like any other.
  let end = at;
  while (!isEnd(file, end, separator)) end++;
  return { cell: plainCell(file, at, end), end };
}

function closingQuote(file: string, open: number): number {
  let at = file.indexOf('"', open + 1);
  while (at >= 0 && file[at + 1] === '"') at = file.indexOf('"', at + 2);
  return at;
}

function isEnd(file: string, at: number, separator: string): boolean {
  const sign = file[at];
  return sign === undefined || sign === separator || sign === '\n' || sign === '\r';
}

function linesIn(file: string, from: number, to: number): number {
  return file.slice(from, to).split('\n').length - 1;
}
