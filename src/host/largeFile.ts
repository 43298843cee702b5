/** Text of a file that VS Code shows but does not hand to extensions (they get nothing above 50 MB). */
import * as vscode from 'vscode';
import { LONGEST_TEXT } from '../tasks/readable';
import { Problem } from './problems';
import { decodeText } from './textBytes';

/** Largest file read: `workspace.fs` reads files whole only. */
const MAX_FILE_BYTES = 512_000_000;

/** The saved text of a file, or the beginning of a very large one; `notice` says which. Throws a `Problem`. */
export async function readSavedText(uri: vscode.Uri): Promise<{ readonly text: string; readonly notice: string }> {
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MAX_FILE_BYTES) {
    throw new Problem(
      vscode.l10n.t(
        'This file has {0} and Unroll reads files up to {1}. Save the part you want to train on as a file of its own.',
        megabytes(size),
        megabytes(MAX_FILE_BYTES),
      ),
    );
  }
  const bytes = await vscode.workspace.fs.readFile(uri);
  const text = decodeText(bytes.subarray(0, LONGEST_TEXT));
  const notice =
    size > LONGEST_TEXT
      ? vscode.l10n.t(
          'The file has {0}: training on the first {1} of it, as they were saved.',
          megabytes(size),
          megabytes(LONGEST_TEXT),
        )
      : vscode.l10n.t('Training on the text as it was saved; changes that are not saved are not in it.');
  return { text, notice };
}

/** `32 MB`, in millions of bytes. */
function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}
