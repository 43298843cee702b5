/** Finds the sentence a command means and opens it in its panel. */
import * as vscode from 'vscode';
import { MAX_SENTENCE } from '../../protocol/sentimentGuards';
import { Problem } from '../problems';
import { nameOf } from '../textSource';
import type { SentimentDocuments } from './documents';
import type { Readers } from './readers';
import { scanOnce } from './scanOnce';
import { sentenceAt } from './sentences';
import type { Sentences } from './sentences';
import type { OpenedSentence } from './sentencePanel';
import type { Offsets } from './shownDocument';
import { readingLanguage } from './tables';

/** The selection as it is, else the sentence at the cursor, also of a document whose sentiment is not shown. */
export async function sentenceInEditor(
  { document, selection }: vscode.TextEditor,
  documents: SentimentDocuments,
  readers: Readers,
): Promise<OpenedSentence> {
  if (!selection.isEmpty)
    return opened(document, [document.offsetAt(selection.start), document.offsetAt(selection.end)]);
  return sentenceAtOffset(document, document.offsetAt(selection.active), documents, readers);
}

/** The sentence around an offset. Throws a `Problem` when there is none. */
export async function sentenceAtOffset(
  document: vscode.TextDocument,
  offset: number,
  documents: SentimentDocuments,
  readers: Readers,
): Promise<OpenedSentence> {
  const sentences = documents.get(document.uri)?.sentences ?? (await readAround(document, offset, readers));
  const index = sentenceAt(sentences, offset);
  if (index >= 0) return opened(document, [sentences.starts[index]!, sentences.ends[index]!]);
  throw new Problem(vscode.l10n.t('There is no sentence at the cursor. Put it into one, or select some words.'));
}

function opened(document: vscode.TextDocument, [from, to]: Offsets): OpenedSentence {
  const start = document.positionAt(from);
  const text = document.getText(new vscode.Range(start, document.positionAt(to)));
  if (text.length > MAX_SENTENCE) {
    throw new Problem(vscode.l10n.t('This is too much for one sentence. Select fewer words, and open them.'));
  }
  const { uri } = document;
  const language = readingLanguage(uri.path, document.languageId);
  return { text, place: { uri, language, start: from, label: `${nameOf(uri)}:${start.line + 1}` } };
}

function readAround(document: vscode.TextDocument, offset: number, readers: Readers): Promise<Sentences> {
  const request = {
    document: `cursor:${document.uri.toString()}`,
    text: document.getText(),
    language: readingLanguage(document.uri.path, document.languageId),
    column: null,
    only: [[offset, offset + 1]] as const,
  };
  return scanOnce(readers, request, new vscode.CancellationTokenSource().token);
}
