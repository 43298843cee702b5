/** Reads a text that no editor shows, once and whole. */
import * as vscode from 'vscode';
import type { ScanRequest } from '../../protocol/sentiment';
import type { Readers } from './readers';
import { NO_SENTENCES, replaceStretch } from './sentences';
import type { Sentences } from './sentences';

/** All sentences of the text. Rejects with words when it cannot be read, or with a `CancellationError`. */
export async function scanOnce(
  readers: Readers,
  request: Omit<ScanRequest, 'version' | 'visible'>,
  cancelled: vscode.CancellationToken,
): Promise<Sentences> {
  await readers.open();
  const { document } = request;
  const listening: vscode.Disposable[] = [];
  try {
    return await new Promise<Sentences>((resolve, reject) => {
      let sentences = NO_SENTENCES;
      listening.push(
        cancelled.onCancellationRequested(() => reject(new vscode.CancellationError())),
        readers.onScan((event) => {
          if (event.kind === 'failed') {
            if (event.document === document) reject(new Error(event.problem));
          } else if (event.scanned.document === document) {
            sentences = replaceStretch(sentences, event.scanned);
            if (event.scanned.finished) resolve(sentences);
          }
        }),
      );
      if (cancelled.isCancellationRequested) reject(new vscode.CancellationError());
      else readers.scan({ ...request, version: 1, visible: [0, 0] });
    });
  } finally {
    for (const one of listening) one.dispose();
    readers.forget(document);
  }
}
