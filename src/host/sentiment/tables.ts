/** Which files are tables, and what their columns are called. */

/** Language of a table by its file's name: VS Code itself calls CSV plain text. */
const TABLES: Readonly<Record<string, string>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
};
const SEPARATORS: Readonly<Record<string, string>> = { csv: ',', tsv: '\t' };

/** The language a text is read in: that of its table, else VS Code's language id. */
export function readingLanguage(path: string, languageId: string): string {
  return TABLES[path.split('.').pop()!.toLowerCase()] ?? languageId;
}

/** Names of the columns by the table's first line; none for a text that is no table. */
export function columnNames(language: string, firstLine: string): readonly string[] {
  const separator = SEPARATORS[language];
  if (separator !== undefined) return cells(firstLine, separator);
  if (language !== 'jsonl') return [];
  try {
    const value: unknown = JSON.parse(firstLine);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  } catch {
    return [];
  }
}

/** Cells of one line; a quoted cell may hold the separator, and a doubled quote is one. */
function cells(line: string, separator: string): string[] {
  const found: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const unit = line[i]!;
    if (quoted && unit === '"' && line[i + 1] === '"') cell += line[i++]!;
    else if (unit === '"') quoted = !quoted;
    else if (unit === separator && !quoted) {
      found.push(cell);
      cell = '';
    } else cell += unit;
  }
  return [...found, cell];
}
