/** The hover of a sentence: its probabilities, its running score and the words that mattered. */
import * as vscode from 'vscode';
import type { Reading } from '../../protocol/sentiment';
import type { SentimentDocuments } from './documents';
import type { Readers } from './readers';
import { sentenceAt } from './sentences';
import { percent, signed, sparkline, wordsThatMattered } from './sentimentWords';
import { leans, scoreOf } from './summary';
import type { ShownDocument } from './shownDocument';
import { readingLanguage } from './tables';

/** Readings kept: a pointer comes back to the sentences of one screen. */
const CACHED = 32;

export class SentimentHover implements vscode.HoverProvider, vscode.Disposable {
  readonly #cache = new Map<string, Promise<Reading>>();
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly documents: SentimentDocuments,
    private readonly readers: Readers,
  ) {
    this.#subscriptions = vscode.Disposable.from(
      vscode.languages.registerHoverProvider({ scheme: '*' }, this),
      readers.onDidChange(() => this.#cache.clear()),
    );
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    cancelled: vscode.CancellationToken,
  ): Promise<vscode.Hover | null> {
    const shown = this.documents.get(document.uri);
    const index = shown ? sentenceAt(shown.sentences, document.offsetAt(position)) : -1;
    if (!shown || index < 0) return null;
    const range = shown.rangeOf(index);
    const language = readingLanguage(document.uri.path, document.languageId);
    const reading = await this.#read(document.getText(range), language).catch(() => null);
    if (reading === null || cancelled.isCancellationRequested) return null;
    return new vscode.Hover(content(shown, index, reading), range);
  }

  #read(text: string, language: string): Promise<Reading> {
    const key = `${language}\n${text}`;
    const known = this.#cache.get(key);
    const reading = known ?? this.readers.read(text, null, language);
    // The newest last: the first of a map is what was wanted longest ago.
    this.#cache.delete(key);
    this.#cache.set(key, reading);
    reading.catch(() => this.#cache.delete(key));
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= CACHED) break;
      this.#cache.delete(oldest);
    }
    return reading;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function content(shown: ShownDocument, index: number, reading: Reading): vscode.MarkdownString {
  const t = vscode.l10n.t;
  const { reader, probabilities, label, cut } = reading;
  const order = reader.labels.map((_, i) => i).sort((a, b) => probabilities[b]! - probabilities[a]!);
  const shares = order.slice(0, 5).map((i) => {
    const words = `${plain(reader.labels[i]!)} ${percent(probabilities[i]!)}`;
    return i === label ? `**${words}**` : words;
  });
  const score = leans(reader) ? ` · ${t('score {0}', signed(scoreOf(reader, probabilities)))}` : '';
  const words = wordsThatMattered(reading).map(({ word, share }) => `${code(word)} ${signed(100 * share, 0)} %`);
  const lines = [
    shares.join(' · ') + score,
    `${code(sparkline(reading))} ${t('word by word')}`,
    ...(words.length > 0 ? [t('What mattered: {0}', words.join(' · '))] : []),
    ...(cut ? [t('Only the beginning of this long sentence is explained.')] : []),
  ];
  const [from] = shown.offsets(index);
  const argument = encodeURIComponent(JSON.stringify([shown.key, from]));
  lines.push(`[${t('Open in panel')}](command:unroll.openSentence?${argument} "${t('States, gates and gradients')}")`);
  const markdown = new vscode.MarkdownString(lines.join('\n\n'));
  markdown.isTrusted = { enabledCommands: ['unroll.openSentence'] };
  return markdown;
}

/** Words of a model file or a document as Markdown that says just them. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>&|~]/g, '\\$&');
}

function code(text: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length)));
  return `${fence}${fence.length > 1 ? ' ' : ''}${text}${fence.length > 1 ? ' ' : ''}${fence}`;
}
