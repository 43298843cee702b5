import { el } from '../core/dom';
import { formatShare } from '../core/format';

/** A table row of a token, a bar as long as its probability, and the probability. The target is marked with a sign. */
export function barRow(token: string, probability: number, isTarget: boolean): HTMLTableRowElement {
  const bar = el('span', { class: 'bar' });
  bar.style.width = `${Math.max(0, Math.min(1, probability || 0)) * 100}%`;
  const name = el('th', { scope: 'row' }, token);
  if (isTarget) name.append(el('span', { class: 'target', title: 'the target' }, ' ✓'));
  return el(
    'tr',
    {},
    name,
    el('td', { class: 'bar-cell', 'aria-hidden': 'true' }, el('span', { class: 'bar-track' }, bar)),
    el('td', {}, formatShare(probability)),
  );
}
