import { createLink, type Link, type Port } from '../../src/protocol/link';
import type { ReadDocument, SentimentEvents, SentimentMethods } from '../../src/protocol/sentiment';
import { PROTOCOL_VERSION } from '../../src/protocol/version';
import type { SentimentState } from './state';
import { listed, type Order } from './strength';

/** What the user can ask for. Views call these; nothing else changes the state. */
export interface SentimentIntents {
  /** Study a sentence: the list scrolls to it. */
  point(index: number): void;
  /** Study it, and select it in the editor. */
  reveal(index: number): void;
  /** Open it in the panel. */
  open(index: number): void;
  setOrder(order: Order): void;
  /** List the sentences of a label, or do not. */
  toggle(label: string): void;
  showAll(): void;
  command(command: Parameters<SentimentMethods['command']>[0]['command']): void;
}

/** Connects the state with the host: messages in, intents out. */
export class SentimentController {
  private readonly link: Link<SentimentMethods>;
  private current: SentimentState;

  constructor(
    port: Port,
    initial: SentimentState,
    private readonly onChange: () => void,
  ) {
    this.current = initial;
    const handlers: SentimentEvents = {
      document: ({ document }) => this.received(document),
      cursor: ({ index }) => {
        const follows = this.current.choices.order === 'text' && index >= 0;
        this.update({ cursor: index, ...(follows ? { active: index } : {}) });
      },
    };
    this.link = createLink<SentimentEvents, SentimentMethods>(port, handlers, {
      onProblem: (problem) => this.update({ problem }),
    });
  }

  start(): void {
    this.link.notify.ready({ version: PROTOCOL_VERSION });
  }

  get state(): SentimentState {
    return this.current;
  }

  fetchExcerpts(document: string, indices: readonly number[]): Promise<readonly string[]> {
    return this.link.call.excerpts({ document, indices });
  }

  readonly intents: SentimentIntents = {
    point: (index) => this.update({ active: index }),
    reveal: (index) => {
      this.update({ active: index });
      this.withDocument((document) => this.link.notify.reveal({ document, index }));
    },
    open: (index) => {
      this.update({ active: index });
      this.withDocument((document) => this.link.notify.open({ document, index }));
    },
    setOrder: (order) => this.choose({ order }),
    toggle: (label) => {
      const { hidden } = this.current.choices;
      const others = hidden.filter((name) => name !== label);
      this.choose({ hidden: others.length < hidden.length ? others : [...hidden, label] });
    },
    showAll: () => this.choose({ hidden: [] }),
    command: (command) => this.link.notify.command({ command }),
  };

  private update(change: Partial<SentimentState>): void {
    this.current = { ...this.current, ...change };
    this.onChange();
  }

  private withDocument(use: (document: string) => void): void {
    const { document } = this.current;
    if (document) use(document.document);
  }

  /** A newer state of a document keeps the sentence under study, wherever it stands now. */
  private received(document: ReadDocument | null): void {
    const { document: before, active } = this.current;
    const same = document !== null && document.document === before?.document;
    const start = same ? before.starts[active] : undefined;
    const kept = start === undefined ? -1 : document!.starts.indexOf(start);
    const cursor = same ? this.current.cursor : -1;
    this.update({ document, active: kept, cursor, problem: null, listed: this.list(document, this.current.choices) });
  }

  private choose(change: Partial<SentimentState['choices']>): void {
    const choices = { ...this.current.choices, ...change };
    this.update({ choices, listed: this.list(this.current.document, choices) });
  }

  private list(
    document: SentimentState['document'],
    { order, hidden }: SentimentState['choices'],
  ): SentimentState['listed'] {
    if (!document) return new Int32Array(0);
    const { labels } = document.reader;
    return listed(document, (label) => !hidden.includes(labels[label] ?? ''), order);
  }
}
