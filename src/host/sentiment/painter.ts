/** Draws the sentences of shown documents in their editors: decorations only, so undo and the text know nothing of it. */
import * as vscode from 'vscode';
import type { ReaderInfo } from '../../protocol/sentiment';
import { Throttle } from '../throttle';
import { createLooks } from './decorationTypes';
import type { LabelLook } from './decorationTypes';
import type { SentimentDocuments } from './documents';
import { lineParts } from './lineParts';
import type { Readers } from './readers';
import type { ShownDocument } from './shownDocument';
import { marks, tintsIn } from './tints';

const PAINT_MS = 40;
/** Marks are of all of the text: the more sentences were drawn last, the longer they wait. */
const MARK_MS = 100;
const MARKED_PER_MS = 20;
/** Up to this many sentences all of a document is tinted; beyond, what is on screen and as much above and below. */
const WHOLE = 1000;

/** How much an editor was given to draw; for tests. */
export interface Painted {
  readonly tints: number;
  readonly marks: number;
}

export class Painter implements vscode.Disposable {
  #looks: readonly LabelLook[] = [];
  #lookedAt: ReaderInfo | null = null;
  readonly #painted = new Map<string, Painted>();
  readonly #tint = new Throttle(
    () => this.#each((editor, shown, reader) => this.#tintEditor(editor, shown, reader)),
    PAINT_MS,
  );
  readonly #mark = new Throttle(
    () => this.#each((editor, shown, reader) => this.#markEditor(editor, shown, reader)),
    () => Math.max(MARK_MS, ...this.documents.all.map(({ sentences }) => sentences.starts.length / MARKED_PER_MS)),
  );
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly documents: SentimentDocuments,
    private readonly readers: Readers,
  ) {
    const all = () => {
      this.#tint.request();
      this.#mark.request();
    };
    this.#subscriptions = vscode.Disposable.from(
      documents.onDidChange((shown) => {
        // Drawing nothing over nothing would only make the first sentences wait for their turn.
        if (shown.sentences.starts.length > 0 || this.#painted.has(shown.key)) all();
      }),
      documents.onDidHide((shown) => this.#wipe(shown)),
      vscode.window.onDidChangeVisibleTextEditors(all),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => {
        if (documents.get(textEditor.document.uri)) this.#tint.request();
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('unroll.sentiment')) all();
      }),
      this.#tint,
      this.#mark,
    );
  }

  /** What the document's editors were given last. */
  painted(shown: ShownDocument): Painted {
    return this.#painted.get(shown.key) ?? { tints: 0, marks: 0 };
  }

  #each(paint: (editor: vscode.TextEditor, shown: ShownDocument, reader: ReaderInfo) => void): void {
    const reader = this.readers.info;
    if (reader === null) return;
    if (reader !== this.#lookedAt) this.#look(reader);
    for (const editor of vscode.window.visibleTextEditors) {
      const shown = this.documents.get(editor.document.uri);
      if (shown) paint(editor, shown, reader);
    }
  }

  #tintEditor(editor: vscode.TextEditor, shown: ShownDocument, reader: ReaderInfo): void {
    const { document } = editor;
    const ranges = this.#looks.map(({ tints }) => tints.map((): vscode.Range[] => []));
    const found = tintsIn(reader, shown.sentences, this.#stretch(editor, shown), minimumConfidence(document));
    for (const { start, end, label, step } of found) {
      const whole = new vscode.Range(document.positionAt(start), document.positionAt(end));
      const into = ranges[label]![step]!;
      if (whole.isSingleLine) into.push(whole);
      else into.push(...partsOf(document, whole, start));
    }
    this.#looks.forEach(({ tints }, label) =>
      tints.forEach((type, step) => editor.setDecorations(type, ranges[label]![step]!)),
    );
    this.#painted.set(shown.key, { ...this.painted(shown), tints: found.length });
  }

  #markEditor(editor: vscode.TextEditor, shown: ShownDocument, reader: ReaderInfo): void {
    const { document } = editor;
    const lineOf = (offset: number) => document.positionAt(offset).line;
    const lines = marks(reader, shown.sentences, minimumConfidence(document), lineOf);
    this.#looks.forEach(({ mark }, label) =>
      editor.setDecorations(
        mark,
        lines[label]!.map(([from, to]) => new vscode.Range(from, 0, to, 0)),
      ),
    );
    this.#painted.set(shown.key, { ...this.painted(shown), marks: lines.flat().length });
  }

  /** The part of the text that is tinted: a screen above and below what is seen, so that scrolling finds it done. */
  #stretch({ document, visibleRanges }: vscode.TextEditor, { sentences }: ShownDocument): readonly [number, number] {
    const first = visibleRanges[0];
    const last = visibleRanges.at(-1);
    if (sentences.starts.length <= WHOLE || !first || !last) return [0, Infinity];
    const screen = last.end.line - first.start.line + 1;
    const at = (line: number) => document.offsetAt(new vscode.Position(Math.max(0, line), 0));
    return [at(first.start.line - screen), at(last.end.line + screen)];
  }

  #look(reader: ReaderInfo): void {
    this.#forgetLooks();
    this.#looks = createLooks(reader);
    this.#lookedAt = reader;
  }

  #wipe(shown: ShownDocument): void {
    this.#painted.delete(shown.key);
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== shown.document) continue;
      for (const { tints, mark } of this.#looks) for (const type of [...tints, mark]) editor.setDecorations(type, []);
    }
  }

  #forgetLooks(): void {
    for (const { tints, mark } of this.#looks) for (const type of [...tints, mark]) type.dispose();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#forgetLooks();
  }
}

function minimumConfidence(document: vscode.TextDocument): number {
  return vscode.workspace.getConfiguration('unroll', document).get<number>('sentiment.minimumConfidence', 0.5);
}

/** A sentence over several lines, line by line. */
function partsOf(document: vscode.TextDocument, range: vscode.Range, start: number): vscode.Range[] {
  return lineParts(document.getText(range)).map(
    ([from, to]) => new vscode.Range(document.positionAt(start + from), document.positionAt(start + to)),
  );
}
