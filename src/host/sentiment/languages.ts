/** VS Code's language id of a file that is not open, by the languages that the installed extensions contribute. */
import * as vscode from 'vscode';

interface LanguageContribution {
  readonly id?: string;
  readonly extensions?: readonly string[];
  readonly filenames?: readonly string[];
}

/** Knows the language of a file by its name; `plaintext` when nobody contributes one. */
export function languagesByName(): (path: string) => string {
  const byExtension = new Map<string, string>();
  const byName = new Map<string, string>();
  for (const { packageJSON } of vscode.extensions.all) {
    const { contributes } = packageJSON as { contributes?: { languages?: readonly LanguageContribution[] } };
    for (const { id, extensions, filenames } of contributes?.languages ?? []) {
      if (id === undefined) continue;
      for (const extension of extensions ?? []) byExtension.set(extension.toLowerCase(), id);
      for (const name of filenames ?? []) byName.set(name.toLowerCase(), id);
    }
  }
  return (path) => {
    const name = (path.split('/').pop() ?? '').toLowerCase();
    // The longest extension goes first: `.code-workspace.json` before `.json`.
    const parts = name.split('.');
    const extensions = parts.slice(1).map((_, i) => `.${parts.slice(i + 1).join('.')}`);
    const found = byName.get(name) ?? extensions.map((one) => byExtension.get(one)).find((id) => id !== undefined);
    return found ?? 'plaintext';
  };
}
