import { createButton } from './controls';
import { el, setShown } from './dom';

/** Something to know, in words, with what can be done about it. */
export interface Notice {
  readonly kind: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly action: { readonly label: string; readonly press: () => void } | null;
}

/** Notices below each other. Written again only when they change. */
export class NoticeList {
  readonly element = el('div', { class: 'notices' });
  private written = '';

  show(notices: readonly Notice[]): void {
    const key = JSON.stringify(notices.map(({ kind, text }) => [kind, text]));
    setShown(this.element, notices.length > 0);
    if (key === this.written) return;
    this.written = key;
    this.element.replaceChildren(
      ...notices.map(({ kind, text, action }) => {
        const row = el('div', { class: 'notice', 'data-kind': kind, role: kind === 'error' ? 'alert' : 'note' });
        row.append(el('span', {}, text));
        if (action) row.append(createButton(action.label, 'secondary', action.press).element);
        return row;
      }),
    );
  }
}
