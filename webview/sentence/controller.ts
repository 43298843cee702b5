import { createLink, type Link, type Port } from '../../src/protocol/link';
import type { Reading, SentenceEvents, SentenceMethods } from '../../src/protocol/sentiment';
import { PROTOCOL_VERSION } from '../../src/protocol/version';
import { pictureIntents } from '../core/intents';
import type { Store } from '../core/state';
import type { PictureIntents } from '../core/view';
import { LatestReading, type Question } from './latest';
import { pictured } from './pictured';
import { draftOf, type Asked, type Draft, type SentenceState } from './state';
import { isOwnOrder, isPermutation, sentenceOf, unitsOf } from './units';

/** Typing, and moving words about, rests this long before the sentence is read again. */
const PAUSE_MS = 150;

/** What the user can ask for. Views call these; nothing else changes the state. */
export interface SentenceIntents extends PictureIntents {
  /** Write another sentence in place of this one. */
  edit(text: string): void;
  /** Back to the sentence as it was opened. */
  reset(): void;
  /** Explain a label; null: the one given. */
  explain(label: number | null): void;
  /** Read the words in a second order; null: no longer. */
  reorder(order: readonly number[] | null, seed?: number): void;
}

/** Connects the state with the host: messages in, intents out, and what must follow from either. */
export class SentenceController {
  private readonly link: Link<SentenceMethods>;
  private readonly first: LatestReading;
  private readonly second: LatestReading;
  private number = 0;

  constructor(
    port: Port,
    private readonly store: Store<SentenceState>,
  ) {
    const handlers: SentenceEvents = {
      sentence: ({ reading, place }) => this.received(reading, place),
      problem: ({ problem }) => store.update({ problem }),
    };
    this.link = createLink<SentenceEvents, SentenceMethods>(port, handlers, {
      onProblem: (problem) => store.update({ problem }),
    });
    const read = (question: Question) => this.link.call.read(question);
    this.first = new LatestReading(read, (change) => this.heardFirst(change));
    this.second = new LatestReading(read, (change) => store.update({ second: { ...store.state.second, ...change } }));
  }

  start(): void {
    this.link.notify.ready({ version: PROTOCOL_VERSION });
  }

  readonly intents: SentenceIntents = {
    ...pictureIntents(() => this.store),
    reveal: (from, to) => {
      const { draft, first } = this.store.state;
      const { reading } = first;
      // What was written here stands nowhere in the editor.
      if (!reading || draft.place === null || reading.text !== draft.original || to <= from) return;
      this.link.notify.reveal({ from: reading.starts[from] ?? 0, to: reading.ends[to - 1] ?? 0 });
    },
    edit: (text) => {
      this.draft({ text, order: null });
      this.second.set(null);
      if (text.trim() === '') this.first.set(this.store.state.first.reading, 'Write a sentence to have it read.');
      else this.first.ask({ text, explained: this.store.state.draft.explained }, PAUSE_MS);
    },
    reset: () => {
      const { draft, first } = this.store.state;
      this.draft({ text: draft.original, order: null });
      this.second.set(null);
      if (first.reading?.text === draft.original && !first.busy) this.first.set(first.reading);
      else this.first.ask({ text: draft.original, explained: draft.explained }, 0);
    },
    explain: (explained) => {
      this.draft({ explained });
      this.first.ask({ text: this.store.state.draft.text, explained }, 0);
    },
    reorder: (order, seed = this.store.state.draft.seed) => {
      this.draft({ order: order && isOwnOrder(order) ? null : order, seed });
      this.readSecond(PAUSE_MS);
    },
  };

  private draft(change: Partial<Draft>): void {
    this.store.update({ draft: { ...this.store.state.draft, ...change } });
  }

  /**
   * The host shows a sentence: another one, or again the one it opened or read last. Then what was written here and not
   * read by the host's sentence is kept, and read again.
   */
  private received(reading: Reading, place: string | null): void {
    const { draft } = this.store.state;
    const isKnown = draft.original !== '' && (reading.text === draft.original || reading.text === draft.text);
    if (!isKnown)
      this.store.update({ draft: draftOf(reading.text, place), cursor: null, selection: null, hover: null });
    else if (place !== null && reading.text === draft.original) this.draft({ place });
    // Another reader has other labels.
    if ((draft.explained ?? 0) >= reading.reader.labels.length) this.draft({ explained: null });
    const { text, explained } = this.store.state.draft;
    if (reading.text === text && (explained ?? reading.label) === reading.explained) this.first.set(reading);
    else this.first.ask({ text, explained }, 0);
  }

  private heardFirst(change: Partial<Asked>): void {
    const { store } = this;
    const before = store.state.first.reading;
    store.update({ first: { ...store.state.first, ...change } });
    const { reading } = change;
    if (!reading || reading === before) return;
    const { cursor, selection } = store.state;
    const length = reading.words.length;
    store.update({
      ...pictured(reading, ++this.number),
      problem: null,
      hover: null,
      cursor: cursor && cursor.column < length ? cursor : null,
      selection: selection && selection[1] <= length ? selection : null,
    });
    this.readSecond(0);
  }

  /** Reads the second order, when there is one and it fits the sentence on screen. */
  private readSecond(pause: number): void {
    const { draft, first } = this.store.state;
    const { reading } = first;
    if (!reading || draft.text !== reading.text) return;
    const units = unitsOf(reading);
    if (draft.order === null || !isPermutation(draft.order, units.length)) {
      if (draft.order !== null) this.draft({ order: null });
      this.second.set(null);
    } else this.second.ask({ text: sentenceOf(units, draft.order), explained: reading.explained }, pause);
  }
}
