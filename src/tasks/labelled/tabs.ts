import { plainCell, type Cell, type Row, type Table } from './cell';
import { linesOf, type Line } from './lines';

/** Tab-separated values, a row a line. Quotes mean nothing: a text may begin with one. */
export function readTabs(file: string): Table {
  return { kind: 'TSV', header: null, rows: Array.from(linesOf(file), (line) => rowOf(file, line)) };
}

function rowOf(file: string, { number, start, end }: Line): Row {
  const cells: Cell[] = [];
  for (let from = start; from <= end;) {
    const tab = file.indexOf('\t', from);
    const to = tab < 0 || tab > end ? end : tab;
    cells.push(plainCell(file, from, to));
    from = to + 1;
  }
  return { line: number, cells };
}
