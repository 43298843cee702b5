import type { ReadDocument } from '../../src/protocol/sentiment';
import { createButton } from '../core/controls';
import { el, setShown, setText } from '../core/dom';
import { formatCount } from '../core/format';
import type { Theme } from '../core/theme';
import type { SentimentIntents } from './controller';
import type { Excerpts } from './excerpts';
import { SentenceRow } from './row';
import type { SentimentState } from './state';
import { listWindow, scrollToRow } from './window';

/** Height of a row in CSS pixels: two lines of words and one of numbers. */
const ROW = 62;

/** The sentences as a list of which only the part in sight exists. */
export class ListView {
  private readonly spacer = el('div', { class: 'list-spacer', role: 'presentation' });
  private readonly box = el(
    'div',
    { class: 'sentences', role: 'listbox', tabindex: '0', 'aria-describedby': 'sentences-keys' },
    this.spacer,
  );
  private readonly note = el('p', { class: 'summary' });
  private readonly all;
  private readonly nothing: HTMLElement;
  readonly element: HTMLElement;
  private readonly rows: SentenceRow[] = [];
  private state: SentimentState | null = null;
  private drawn: Pick<SentimentState, 'active' | 'listed'> | null = null;

  constructor(
    private readonly intents: SentimentIntents,
    private readonly excerpts: Excerpts,
    requestDraw: () => void,
  ) {
    this.all = createButton('Show All', 'secondary', () => intents.showAll());
    this.nothing = el('div', { class: 'list-nothing' }, this.note, this.all.element);
    const keys = 'Arrow keys walk the sentences; Enter shows one in the editor, Alt+Enter opens it in the panel.';
    const hint = el('p', { id: 'sentences-keys', class: 'visually-hidden' }, keys);
    this.element = el('div', { class: 'list' }, this.nothing, this.box, hint);
    this.box.addEventListener('scroll', requestDraw);
    this.box.addEventListener('keydown', (event) => this.pressed(event));
    this.box.addEventListener('click', (event) => this.clicked(event));
    new ResizeObserver(requestDraw).observe(this.box);
  }

  draw(state: SentimentState, theme: Theme): void {
    this.state = state;
    const { document, listed, active } = state;
    if (!document) return;
    const count = listed.length;
    setShown(this.box, count > 0);
    setShown(this.nothing, count === 0);
    if (count === 0) {
      setText(this.note, emptyWords(document));
      setShown(this.all.element, document.labels.length > 0);
      return;
    }
    const order = state.choices.order === 'text' ? 'in order' : 'strongest first';
    this.box.setAttribute('aria-label', `${formatCount(count)} sentences, ${order}`);
    const view = this.box.clientHeight;
    const place = listed.indexOf(active);
    // The height must hold before the scroll can be set.
    const { height } = listWindow(count, ROW, view, 0);
    if (this.spacer.style.height !== `${height}px`) this.spacer.style.height = `${height}px`;
    if (place >= 0 && (this.drawn?.active !== active || this.drawn.listed !== listed)) {
      this.box.scrollTop = scrollToRow(place, count, ROW, view, this.box.scrollTop);
    }
    this.drawn = { active, listed };
    this.drawRows(document, state, theme, view);
  }

  private drawRows(
    document: ReadDocument,
    { listed, active, cursor }: SentimentState,
    theme: Theme,
    view: number,
  ): void {
    const { from, to, top } = listWindow(listed.length, ROW, view, this.box.scrollTop);
    while (this.rows.length < to - from) this.rows.push(new SentenceRow(this.spacer, ROW));
    this.rows.forEach((row, i) => {
      const place = from + i;
      const index = listed[place];
      if (place >= to || index === undefined) row.hide();
      else {
        const text = this.excerpts.of(document, index);
        row.show({ document, index, place, count: listed.length, text, active, cursor, theme }, top + i * ROW);
      }
    });
    const shown = this.rows.find((row) => row.index === active);
    if (shown) this.box.setAttribute('aria-activedescendant', shown.id);
    else this.box.removeAttribute('aria-activedescendant');
    this.excerpts.want(document, [...listed.subarray(from, to)]);
  }

  private clicked({ target }: Event): void {
    const row = target instanceof Element ? target.closest<HTMLElement>('[role=option]') : null;
    const index = Number(row?.dataset['index'] ?? NaN);
    if (!(index >= 0)) return;
    if ((target as Element).closest('.row-open')) this.intents.open(index);
    else this.intents.reveal(index);
  }

  private pressed(event: KeyboardEvent): void {
    const { state } = this;
    if (!state || state.listed.length === 0 || event.ctrlKey || event.metaKey) return;
    const { listed, active } = state;
    if (event.key === 'Enter' && active >= 0) {
      if (event.altKey) this.intents.open(active);
      else this.intents.reveal(active);
    } else if (!event.altKey) {
      const place = listed.indexOf(active);
      const page = Math.max(1, Math.floor(this.box.clientHeight / ROW) - 1);
      const targets: Readonly<Record<string, number>> = {
        ArrowDown: place + 1,
        ArrowUp: Math.max(0, place - 1),
        PageDown: place + page,
        PageUp: place - page,
        Home: 0,
        End: listed.length - 1,
      };
      const target = targets[event.key];
      if (target === undefined) return;
      this.intents.point(listed[Math.max(0, Math.min(listed.length - 1, target))]!);
    } else return;
    event.preventDefault();
  }
}

function emptyWords({ labels, finished, name }: ReadDocument): string {
  if (labels.length > 0) return 'No sentence has a label that is switched on.';
  return finished ? `${name} has no sentences to read.` : 'The first sentences are being read.';
}
