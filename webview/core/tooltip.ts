import { el } from './dom';

/** One tensor entry (or edge, or curve point) in words: the same facts for the eye and for a screen reader. */
export interface Description {
  /** What it is, e.g. `hidden state h`. */
  readonly name: string;
  /** Its raw value, already formatted; empty for what has none. */
  readonly value: string;
  /** Where it is: pairs of name and value. */
  readonly facts: readonly (readonly [string, string])[];
}

/** The description as one sentence. */
export function spoken({ name, value, facts }: Description): string {
  const where = facts.map(([fact, text]) => `${fact} ${text}`).join(', ');
  return [value === '' ? name : `${name} ${value}`, where].filter(Boolean).join(', ');
}

/** The one tooltip of the page. It is a picture of what the live region says, so it is hidden from assistive tools. */
export class Tooltip {
  private readonly name = el('div', { class: 'tooltip-name' });
  private readonly value = el('div', { class: 'tooltip-value' });
  private readonly facts = el('dl', { class: 'tooltip-facts' });
  readonly element = el(
    'div',
    { class: 'tooltip', 'aria-hidden': 'true', hidden: '' },
    this.name,
    this.value,
    this.facts,
  );
  private owner: unknown = null;

  /** Shows a description beside a point in client coordinates. `owner` is who may hide it again. */
  show(owner: unknown, description: Description, x: number, y: number): void {
    this.owner = owner;
    this.name.textContent = description.name;
    this.value.textContent = description.value;
    this.value.hidden = description.value === '';
    this.facts.replaceChildren(
      ...description.facts.flatMap(([fact, text]) => [el('dt', {}, fact), el('dd', {}, text)]),
    );
    this.element.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = this.element;
    const gap = 14;
    const right = x + gap + width <= innerWidth - 4;
    const left = right ? x + gap : Math.max(4, x - gap - width);
    const top = Math.max(4, Math.min(y + gap, innerHeight - height - 4));
    this.element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  hide(owner: unknown): void {
    if (this.owner !== owner) return;
    this.owner = null;
    this.element.hidden = true;
  }
}

/** Speaks through one polite live region; saying the same again is said again only when it changed. */
export class Speaker {
  readonly element = el('div', { class: 'visually-hidden', 'aria-live': 'polite', role: 'status' });

  say(text: string): void {
    if (this.element.textContent !== text) this.element.textContent = text;
  }
}
