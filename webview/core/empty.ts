import { el, setShown, setText } from './dom';

/** What stands in place of everything while there is nothing to show: why, and what to do. */
export class EmptyState {
  private readonly title = el('h1', { class: 'empty-title' });
  private readonly text = el('p');
  private readonly actions: HTMLElement;
  readonly element: HTMLElement;

  constructor(...buttons: readonly HTMLElement[]) {
    this.actions = el('div', { class: 'empty-actions' }, ...buttons);
    this.element = el('div', { class: 'empty' }, this.title, this.text, this.actions);
  }

  /** Without a title there is nothing to say, and nothing is shown. */
  show(title: string, text: string, withActions: boolean): void {
    setShown(this.element, title !== '');
    setText(this.title, title);
    setText(this.text, text);
    setShown(this.actions, withActions);
  }
}
