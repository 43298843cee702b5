import type { Page } from 'playwright-core';

const LEAST_TEXT = 11;

/** Where a page is wider than its window, its texts overlap, or are too small to read. */
export async function layoutProblems(page: Page): Promise<readonly string[]> {
  return page.evaluate((leastText) => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`page is ${root.scrollWidth} wide`);
    const boxes = [...document.body.querySelectorAll<HTMLElement>('*')]
      .filter((element) => {
        if (element.closest('.tooltip, .visually-hidden, script, vscode-dropdown > *')) return false;
        const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent!.trim() !== '');
        const isControl = element.tagName.startsWith('VSCODE-') && element.tagName !== 'VSCODE-RADIO-GROUP';
        return (own || isControl || element.tagName === 'CANVAS') && element.getClientRects().length > 0;
      })
      .flatMap((element) => {
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (size < leastText) found.push(`${element.textContent} has ${size} px`);
        // The header stays while the rest scrolls under it; at the top nothing may lie under it.
        return [...element.getClientRects()].map((rect) => ({ element, rect }));
      });
    boxes.forEach((one, i) => {
      if (one.rect.right > root.clientWidth + 0.5) found.push(`${one.element.textContent} leaves the page`);
      for (const other of boxes.slice(i + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const x = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
        const y = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top);
        if (x > 1 && y > 2) found.push(`“${one.element.textContent}” overlaps “${other.element.textContent}”`);
      }
    });
    return found;
  }, LEAST_TEXT);
}
