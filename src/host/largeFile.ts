/** Text of a file that VS Code shows but does not hand to extensions (they get nothing above 50 MB). */
import * as vscode from 'vscode';
import { describeBinary } from '../text/binary';
import { Problem } from './problems';
import { decodeText } from './textBytes';

/** Largest text trained on; reading one costs about six times as much memory for a moment. */
export const MAX_TEXT_BYTES = 32 * 1024 * 1024;
/** Largest file read at all, to offer its beginning. */
const MAX_FILE_BYTES = 512 * 1024 * 1024;

/** The saved text of a file, or with the user's consent its beginning. Throws a `Problem` when it has none. */
export async function openFileText(uri: vscode.Uri): Promise<{ readonly text: string; readonly notice: string }> {
  const { size } = await vscode.workspace.fs.stat(uri);
  const limit = megabytes(MAX_TEXT_BYTES);
  if (size > MAX_FILE_BYTES) {
    throw new Problem(
      vscode.l10n.t(
        'This file has {0} and Unroll reads files up to {1}. Train on a part of it, saved as a file of its own.',
        megabytes(size),
        megabytes(MAX_FILE_BYTES),
      ),
    );
  }
  if (size > MAX_TEXT_BYTES && !(await agreesToBeginning(size))) throw new vscode.CancellationError();
  const bytes = await vscode.workspace.fs.readFile(uri);
  const text = decodeText(bytes.subarray(0, MAX_TEXT_BYTES));
  if (text === '') throw new Problem(vscode.l10n.t('This file is empty. Write some text and save it first.'));
  const binary = describeBinary(text);
  if (binary !== null) throw new Problem(binary);
  return {
    text,
    notice:
      size > MAX_TEXT_BYTES
        ? vscode.l10n.t(
            'This is the beginning ({0}) of the saved file; changes that are not saved are not in it.',
            limit,
          )
        : vscode.l10n.t('This is the text as it was saved; changes that are not saved are not in it.'),
  };
}

async function agreesToBeginning(size: number): Promise<boolean> {
  const limit = megabytes(MAX_TEXT_BYTES);
  const yes = vscode.l10n.t('Train on the First {0}', limit);
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Unroll: this file has {0}, more than the {1} that a run holds in memory.', megabytes(size), limit),
    yes,
  );
  return answer === yes;
}

/** `32 MB`, as file managers count. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / (1024 * 1024))} MB`;
}
