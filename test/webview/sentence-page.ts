/** What the tests of the Sentence panel share. */
import type { Page } from 'playwright-core';
import { posted } from './page';
import { makeReading, SENTENCE } from './readings';

export const PLACE = 'reviews.md, line 12';
export const READING = makeReading(SENTENCE);
/** The sentence's words as written. */
export const WORDS = Array.from(READING.starts, (start, i) => SENTENCE.slice(start, READING.ends[i]));

/** A share as the page writes it. */
export const share = (value: number) => `${(100 * value).toFixed(value < 0.1 ? 2 : 1)}\u00a0%`;

/** The host opens a sentence. */
export async function showSentence(page: Page, text = SENTENCE, place: string | null = PLACE): Promise<void> {
  await page.evaluate(
    ([text, place]) => {
      const { notify, readings } = window.host;
      notify.sentence({ reading: readings.makeReading(text), place });
    },
    [text, place] as const,
  );
  await page.locator('.word').first().waitFor();
}

/** The text of every cell of a table's body, by rows. */
export async function cells(page: Page, table: string): Promise<readonly (readonly string[])[]> {
  return page
    .locator(`${table} tbody tr`)
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent!)));
}

/** Every text that the page asked to be read, in order. */
export const texts = async (page: Page) =>
  ((await posted(page, 'read')) as readonly { text: string }[]).map(({ text }) => text);
