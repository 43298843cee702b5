import { el } from './dom';

/** A bar as long as a share of its cell; the share itself is written beside it, so it is hidden from assistive tools. */
export function shareBar(share: number): HTMLElement {
  const bar = el('span', { class: 'bar' });
  bar.style.width = `${Math.max(0, Math.min(1, share || 0)) * 100}%`;
  return el('span', { class: 'bar-track', 'aria-hidden': 'true' }, bar);
}
