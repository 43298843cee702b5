import type { Page } from 'playwright-core';

/** What a tooltip says. */
export interface TooltipReading {
  readonly name: string;
  readonly value: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** Points at random places of a view's picture, and reads the tooltip that follows. */
export function readRandomPlaces(
  page: Page,
  view: string,
  count: number,
  seed: number,
): Promise<readonly TooltipReading[]> {
  return page.evaluate(
    async ([view, count, seed]) => {
      const canvas = document.querySelector<HTMLCanvasElement>(`[data-view=${view}] canvas`)!;
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const readings = [];
      let state = seed;
      const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
      // Draw as soon as the input was handled: a thousand animation frames would be a thousand sixtieths of a second.
      const real = window.requestAnimationFrame;
      window.requestAnimationFrame = (callback) => {
        queueMicrotask(() => callback(performance.now()));
        return 1;
      };
      while (readings.length < count) {
        const clientX = left + 80 + random() * (width - 95);
        const clientY = top + random() * (height - 22);
        canvas.dispatchEvent(new PointerEvent('pointermove', { clientX, clientY, bubbles: true }));
        await Promise.resolve();
        const facts = document.querySelectorAll('.tooltip-facts > *');
        const pairs = Array.from({ length: facts.length / 2 }, (_, i) => [
          facts[2 * i]!.textContent!,
          facts[2 * i + 1]!.textContent!,
        ]);
        readings.push({
          name: document.querySelector('.tooltip-name')!.textContent!,
          value: document.querySelector('.tooltip-value')!.textContent!,
          facts: Object.fromEntries(pairs) as Record<string, string>,
        });
      }
      window.requestAnimationFrame = real;
      return readings;
    },
    [view, count, seed] as const,
  );
}
