import { createButton } from '../core/controls';
import { el, setShown, setText } from '../core/dom';
import { Comparison } from './comparison';
import type { SentenceIntents } from './controller';
import { OrderList } from './order-list';
import type { SentenceScene } from './scene';
import type { Speaker } from '../core/tooltip';
import type { Reading } from '../../src/protocol/sentiment';
import { ownOrder, reversed, shuffled, swappedClauses, unitsOf } from './units';

/** The lesson of word order: the same words a second time, moved about, and what each model makes of it. */
export class OrderView {
  private readonly list: OrderList;
  private readonly comparison = new Comparison();
  private readonly swap;
  private readonly reverse;
  private readonly shuffle;
  private readonly back;
  private readonly note = el('p', { class: 'summary' });
  private readonly problem = el('p', { class: 'edit-problem', role: 'alert' });
  readonly element: HTMLElement;
  private reading: Reading | null = null;
  private units: readonly string[] = [];
  private swapped: readonly number[] | null = null;
  private seed = 0;

  constructor(intents: SentenceIntents, speaker: Speaker) {
    this.list = new OrderList((order) => intents.reorder(order), speaker);
    this.swap = createButton('Swap Clauses', 'secondary', () => intents.reorder(this.swapped));
    this.reverse = createButton('Reverse', 'secondary', () => intents.reorder(reversed(this.units)));
    this.shuffle = createButton('Shuffle', 'secondary', () =>
      intents.reorder(shuffled(this.units, this.seed + 1), this.seed + 1),
    );
    this.back = createButton('Original Order', 'secondary', () => intents.reorder(null));
    const buttons = [this.swap, this.reverse, this.shuffle, this.back].map(({ element }) => element);
    this.element = el(
      'section',
      { class: 'view', 'aria-labelledby': 'order-title', 'data-view': 'order' },
      el(
        'div',
        { class: 'view-head' },
        el('h2', { id: 'order-title' }, 'Word order'),
        this.note,
        el('div', { class: 'tools', role: 'group', 'aria-label': 'Second order' }, ...buttons),
      ),
      this.list.element,
      this.problem,
      this.comparison.element,
    );
  }

  draw(scene: SentenceScene): void {
    const { draft, first, second } = scene.state;
    const { reading } = first;
    if (!reading) return;
    if (reading !== this.reading) {
      this.reading = reading;
      this.units = unitsOf(reading);
      this.swapped = swappedClauses(this.units);
    }
    this.seed = draft.seed;
    const { units } = this;
    const usable = units.length > 1 && !reading.cut;
    setText(
      this.note,
      reading.cut
        ? 'This text is longer than can be read closely, so its words cannot be moved about.'
        : draft.order === null
          ? 'drag a word, or press a button, to read the same words in another order'
          : 'the same words in a second order',
    );
    this.swap.set({
      label: 'Swap Clauses',
      enabled: usable && this.swapped !== null,
      title: this.swapped
        ? 'What stands before the turn changes places with what stands after it'
        : 'This sentence has no turn (a comma, “but”) to swap around',
    });
    this.reverse.set({ label: 'Reverse', enabled: usable, title: 'The words backwards' });
    this.shuffle.set({ label: 'Shuffle', enabled: usable, title: `By lot; the next is seed ${this.seed + 1}` });
    this.back.set({ label: 'Original Order', enabled: draft.order !== null, title: 'Put every word back' });
    setShown(this.list.element, usable);
    this.list.draw(units, draft.order ?? ownOrder(units.length));
    setText(this.problem, second.problem ?? '');
    setShown(this.problem, second.problem !== null);
    this.comparison.draw(scene, draft.order === null ? null : second.reading);
  }
}
