/** The panel beside the text. It may be hidden, moved or reloaded at any time: the host hydrates it, it keeps nothing. */
import * as vscode from 'vscode';
import { panelGuards } from '../protocol/guards';
import { createLink } from '../protocol/link';
import type { Link } from '../protocol/link';
import type { PanelEvents, PanelMethods } from '../protocol/messages';
import { PROTOCOL_VERSION } from '../protocol/version';
import { createPanelMethods } from './panelMethods';
import type { PanelParts } from './panelMethods';
import type { Run } from './run';
import { webviewPage, webviewPort, webviewRoot } from './webviewPage';

export const PANEL_TYPE = 'unroll.panel';

/** The one panel while it exists. */
interface Open {
  readonly panel: vscode.WebviewPanel;
  readonly link: Link<PanelEvents>;
  readonly listeners: vscode.Disposable;
}

export class Panel implements vscode.Disposable {
  #open: Open | null = null;
  /** The page has asked for everything; before that it hears nothing. */
  #ready = false;
  readonly #subscriptions: vscode.Disposable;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly parts: PanelParts,
  ) {
    const { runs, training, tracking, editorLink } = parts;
    this.#subscriptions = vscode.Disposable.from(
      runs.onDidActivate(() => this.#hydrate()),
      runs.onDidChange(() => this.#sendRuns()),
      runs.onDidRemove(() => this.#sendRuns()),
      training.onDidPrepare((run) => {
        if (run === runs.active) this.#hydrate();
      }),
      runs.onDidProgress(({ run, curves, confusion, replace }) =>
        this.#tell((page) => page.progress({ summary: run.summary, curves, confusion, replace })),
      ),
      runs.onDidFrame(({ run, frame }) => {
        const wanted = run === runs.active && training.subscription(run, 'panel')?.kind === frame.head.kind;
        if (wanted) this.#tell((page) => page.frame(frame));
      }),
      tracking.onDidChange((run) => this.#sendStale(run)),
      editorLink.onDidSelect(({ run, range }) => this.#tell((page) => page.editorSelection({ run: run.id, range }))),
      editorLink.onDidScroll(({ run, range }) => {
        if (range && training.subscription(run, 'panel')?.kind === 'probe') training.probe(run, ...range);
      }),
    );
  }

  /** Shows the panel; a new one opens beside the text. The focus stays where it is. */
  show(): void {
    if (this.#open) {
      this.#open.panel.reveal(undefined, true);
      return;
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    this.attach(vscode.window.createWebviewPanel(PANEL_TYPE, 'Unroll', column));
  }

  /** Takes over a panel: a new one, or one that VS Code restored after a reload. */
  attach(panel: vscode.WebviewPanel): void {
    this.#open?.panel.dispose();
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(this.extensionUri)] };
    panel.iconPath = vscode.Uri.joinPath(this.extensionUri, 'media', 'icon.png');
    const methods: PanelMethods = createPanelMethods(this.parts, ({ version }) => {
      if (version !== PROTOCOL_VERSION) this.parts.log.error(`The panel speaks version ${version}. Reload the window.`);
      this.#ready = true;
      this.#hydrate();
    });
    const link = createLink<PanelMethods, PanelEvents>(webviewPort(panel.webview), methods, {
      guards: panelGuards,
      onProblem: (problem) => this.parts.log.warn(`Panel: ${problem}`),
    });
    const listeners = vscode.Disposable.from(
      panel.onDidChangeViewState(() => this.#visibilityChanged(panel)),
      panel.onDidDispose(() => this.#detach(panel)),
    );
    this.#open = { panel, link, listeners };
    panel.webview.html = webviewPage(panel.webview, this.extensionUri, 'panel', 'Unroll');
    this.#setTitle();
  }

  /** A hidden page is gone with all it knew, so nothing is made for it; shown again, it starts from nothing. */
  #visibilityChanged(panel: vscode.WebviewPanel): void {
    if (panel !== this.#open?.panel) return;
    if (panel.visible) this.#hydrate();
    else this.#pageGone();
  }

  #detach(panel: vscode.WebviewPanel): void {
    if (panel !== this.#open?.panel) return;
    this.#open.listeners.dispose();
    this.#open.link.dispose();
    this.#open = null;
    this.#pageGone();
  }

  #pageGone(): void {
    this.#ready = false;
    for (const run of this.parts.runs.all) this.parts.training.watch(run, 'panel', null);
  }

  #tell(say: (page: Link<PanelEvents>['notify']) => void): void {
    if (this.#open?.panel.visible && this.#ready) say(this.#open.link.notify);
  }

  #hydrate(): void {
    const { runs, tracking, training, problems } = this.parts;
    this.#setTitle();
    for (const run of runs.all) if (run !== runs.active) training.watch(run, 'panel', null);
    this.#tell((page) => {
      const run = runs.active;
      page.hydrate({
        version: PROTOCOL_VERSION,
        runs: runs.all.map(({ summary }) => summary),
        active: run?.id ?? null,
        snapshot: run && {
          summary: run.summary,
          info: run.info,
          curves: run.curves,
          confusion: run.confusion,
          frame: run.frame,
          stale: tracking.stale(run),
          document: run.text.label,
          documentOpen: tracking.isOpen(run),
          sample: run.sample,
        },
      });
      // A stored run on screen is brought back, so that it can be read as a live one.
      if (run && run.info === null && run.phase !== 'preparing') void problems.guard(() => training.open(run));
    });
  }

  #sendRuns(): void {
    const { runs } = this.parts;
    this.#setTitle();
    const summaries = runs.all.map(({ summary }) => summary);
    this.#tell((page) => page.runs({ runs: summaries, active: runs.active?.id ?? null }));
  }

  #sendStale(run: Run): void {
    const { runs, tracking } = this.parts;
    if (run !== runs.active) return;
    const stale = tracking.stale(run);
    this.#tell((page) => page.stale({ run: run.id, stale, documentOpen: tracking.isOpen(run) }));
  }

  #setTitle(): void {
    const name = this.parts.runs.active?.name;
    if (this.#open) this.#open.panel.title = name === undefined ? 'Unroll' : `Unroll: ${name}`;
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#open?.panel.dispose();
  }
}
