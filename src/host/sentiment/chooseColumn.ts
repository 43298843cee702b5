/** Asks which column of a table is read. */
import * as vscode from 'vscode';
import { Problem } from '../problems';
import { columnNames, readingLanguage } from './tables';

/** The chosen column's name, null for the reader's own choice, undefined when nothing was chosen. */
export async function chooseColumn(document: vscode.TextDocument): Promise<string | null | undefined> {
  const t = vscode.l10n.t;
  const language = readingLanguage(document.uri.path, document.languageId);
  const names = columnNames(language, document.lineCount > 0 ? document.lineAt(0).text : '');
  if (names.length === 0) {
    throw new Problem(t('This is no table with columns. Open a CSV, TSV or JSON Lines file (one object a line).'));
  }
  const items = [
    { label: t('Automatic'), description: t('the column with the most prose'), column: null },
    // A column without a name is known by its number.
    ...names.map((name, i) => ({
      label: name.trim() === '' ? t('Column {0}', i + 1) : name,
      description: '',
      column: name.trim() === '' ? String(i + 1) : name,
    })),
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: t('Column to Read') });
  return chosen?.column;
}
