import { el, setText } from '../core/dom';
import type { Speaker } from '../core/tooltip';
import { moved } from './units';

/**
 * The units of the second order, to be moved by pointer or by keys. A unit moves while it is dragged, so that what is
 * seen is what is read; the pointer belongs to the whole list, whose units are written anew on the way.
 */
export class OrderList {
  readonly element = el('div', {
    class: 'units',
    role: 'listbox',
    'aria-orientation': 'horizontal',
    tabindex: '0',
    'aria-label': 'Second order: arrow keys choose a word, Shift with an arrow key moves it',
  });
  private units: readonly string[] = [];
  private order: readonly number[] = [];
  /** Place under the keys, and place of what is being dragged. */
  private active = 0;
  private dragged: number | null = null;

  constructor(
    private readonly onChange: (order: readonly number[]) => void,
    private readonly speaker: Speaker,
  ) {
    const { element } = this;
    element.addEventListener('keydown', (event) => this.pressed(event));
    element.addEventListener('pointerdown', (event) => {
      const place = this.placeOf(event.target);
      if (event.button !== 0 || place === null) return;
      this.dragged = this.active = place;
      element.setPointerCapture(event.pointerId);
      this.mark();
    });
    element.addEventListener('pointermove', ({ clientX, clientY }) => this.dragTo(clientX, clientY));
    for (const end of ['pointerup', 'pointercancel']) {
      element.addEventListener(end, () => {
        this.dragged = null;
        this.mark();
      });
    }
  }

  draw(units: readonly string[], order: readonly number[]): void {
    if (units !== this.units) this.active = 0;
    if (units !== this.units || order.join() !== this.order.join()) this.write(units, order);
  }

  private write(units: readonly string[], order: readonly number[]): void {
    this.units = units;
    this.order = order;
    const { children } = this.element;
    while (children.length > order.length) this.element.lastChild?.remove();
    order.forEach((unit, place) => {
      const child =
        children[place] ?? this.element.appendChild(el('span', { class: 'unit', role: 'option', id: `unit-${place}` }));
      setText(child, units[unit] ?? '');
      child.classList.toggle('moved', unit !== place);
    });
    this.mark();
  }

  private mark(): void {
    [...this.element.children].forEach((child, place) => {
      child.setAttribute('aria-selected', String(place === this.active));
      child.classList.toggle('dragged', place === this.dragged);
    });
    this.element.setAttribute('aria-activedescendant', `unit-${this.active}`);
  }

  private placeOf(target: EventTarget | Element | null): number | null {
    const unit = target instanceof Element ? target.closest('.unit') : null;
    const place = unit ? [...this.element.children].indexOf(unit) : -1;
    return place < 0 ? null : place;
  }

  private move(to: number): void {
    const from = this.active;
    this.active = to;
    const order = moved(this.order, from, to);
    this.write(this.units, order);
    this.onChange(order);
  }

  /** Past the middle of another unit the dragged one takes its place; on the way there nothing jumps to and fro. */
  private dragTo(x: number, y: number): void {
    const from = this.dragged;
    const to = from === null ? null : this.placeOf(document.elementFromPoint(x, y));
    if (from === null || to === null || to === from) return;
    const [here, there] = [from, to].map((place) => this.element.children[place]!.getBoundingClientRect());
    const middle = there!.left + there!.width / 2;
    const sameLine = Math.abs(here!.top - there!.top) < here!.height / 2;
    if (sameLine && (to > from ? x < middle : x > middle)) return;
    this.active = from;
    this.dragged = to;
    this.move(to);
  }

  private pressed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || this.order.length === 0) return;
    const last = this.order.length - 1;
    const { active } = this;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: active - 1,
      ArrowRight: active + 1,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(last, target));
    if (event.shiftKey && to !== active) {
      this.move(to);
      this.speaker.say(`“${this.units[this.order[to]!]!}” is word ${to + 1} of ${last + 1}`);
    } else {
      this.active = to;
      this.mark();
    }
  }
}
