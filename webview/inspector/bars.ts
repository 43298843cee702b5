import { shareBar } from '../core/bars';
import { el } from '../core/dom';
import { formatShare } from '../core/format';

/** A table row of a token, a bar as long as its probability, and the probability. The target is marked with a sign. */
export function barRow(token: string, probability: number, isTarget: boolean): HTMLTableRowElement {
  const name = el('th', { scope: 'row' }, token);
  if (isTarget) name.append(el('span', { class: 'target', title: 'the target' }, ' ✓'));
  return el(
    'tr',
    {},
    name,
    el('td', { class: 'bar-cell', 'aria-hidden': 'true' }, shareBar(probability)),
    el('td', {}, formatShare(probability)),
  );
}
