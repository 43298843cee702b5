import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { pageNamed, ready } from '../workbench.mjs';
import { UnrollWindow, eventually } from './unrollWindow';

const GLAD = 'I love this wonderful library, it is excellent and a joy to use.';
const PLAIN = 'The table has four columns and is sorted by date.';
const ANGRY = 'This is terrible, an awful mess, and I hate it.';
const NOTES = `# Notes\n\n${GLAD}\n\n${PLAIN}\n\n${ANGRY}\n`;

/** VS Code keeps what an extension remembers of a workspace after about this long (ms). */
const KEPT = 2500;

/** How the editor's words are underlined: by the text of each piece that is, its line style. */
const underlines = ({ page }: UnrollWindow): Promise<Record<string, string>> =>
  page.evaluate(() => {
    const found: Record<string, string> = {};
    for (const span of document.querySelectorAll('.monaco-editor .view-line span span')) {
      const { textDecorationLine, textDecorationStyle } = getComputedStyle(span);
      if (textDecorationLine === 'underline')
        found[(span.textContent ?? '').replaceAll('\u00a0', ' ')] = textDecorationStyle;
    }
    return found;
  });

/** Sentences are drawn in pieces where the editor colours words itself: a word of each tells. */
const isDrawn = (window: UnrollWindow) =>
  eventually(async () => {
    const styles = Object.entries(await underlines(window));
    const of = (word: string) => styles.find(([text]) => text.includes(word))?.[1];
    return of('wonderful') === 'solid' && of('terrible') === 'dashed' ? styles : undefined;
  }, 'a solid line under the glad sentence and a dashed one under the angry one');

describe('the sentiment of a text, with the keyboard alone', () => {
  let window: UnrollWindow;
  before(async () => (window = await UnrollWindow.open({ 'notes.md': NOTES })));
  after(() => window?.close());

  const press = (key: string): Promise<void> => window.page.keyboard.press(key);
  const command = (title: string): Promise<void> => window.typedCommand(title);

  it('one can open a file and see it, in shape as well as in colour', async () => {
    await press('Control+P');
    await window.page.keyboard.type('notes.md');
    await window.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'notes.md' }).waitFor();
    await press('Enter');
    await window.page.locator('.tab.active', { hasText: 'notes.md' }).waitFor();
    await command('Unroll: Show Sentiment of Current File');
    const styles = await isDrawn(window);
    assert.ok(!styles.some(([text]) => text.includes('columns')), 'a neutral sentence is left alone');
  });

  it('one can read it in the status bar', async () => {
    const item = window.page.locator('.statusbar-item[id$="unroll.sentimentStatus" i]');
    await eventually(
      async () => (/25 %|33 %/.test((await item.textContent()) ?? '') ? true : undefined),
      'the shares of three or four sentences',
    );
  });

  it('one can read why in a hover', async () => {
    await press('Control+Home');
    await press('ArrowDown');
    await press('ArrowDown');
    await press('ArrowRight');
    await command('Show or Focus Hover');
    const hover = window.page.locator('.monaco-hover', { hasText: 'word by word' }).first();
    await hover.waitFor();
    assert.match((await hover.textContent()) ?? '', /positive \d+ %.*What mattered.*Open in panel/s);
    await window.page.screenshot({ path: '.test/sentiment-hover.png' });
    await press('Escape');
  });

  it('one can go through the sentences in the side bar', async () => {
    await command('Unroll: Focus on Sentiment View');
    const view: Frame = await pageNamed(window.page, 'sentiment');
    for (const sentence of [GLAD, ANGRY]) await view.getByText(sentence.slice(0, 25)).first().waitFor();
    await window.page.screenshot({ path: '.test/sentiment-view.png' });
  });

  it('one can open a sentence beside the text', async () => {
    await press('Control+1');
    await command('Unroll: Open Sentence in Panel');
    const panel = await pageNamed(window.page, 'sentence');
    await panel.getByText('wonderful').first().waitFor();
    await window.page.screenshot({ path: '.test/sentiment-sentence.png' });
  });

  it('comes back after a reload of the window, and goes when it is hidden', async () => {
    await window.page.waitForTimeout(KEPT);
    const start = performance.now();
    await window.page.reload();
    await ready(window.page);
    const restored = performance.now() - start;
    await isDrawn(window);
    const drawn = performance.now() - start;
    console.log(
      `measured: the window was back ${restored.toFixed(0)} ms after a reload, its sentiment ${drawn.toFixed(0)}`,
    );
    await pageNamed(window.page, 'sentence');
    // The pages are still taking the focus in turn: this palette is opened again until it stays.
    await press('Control+1');
    await window.command('Unroll: Hide Sentiment of Current File');
    await eventually(
      async () => (Object.keys(await underlines(window)).length === 0 ? true : undefined),
      'nothing underlined any more',
    );
  });
});

describe('with the setting `unroll.sentiment.onOpen`', () => {
  let window: UnrollWindow;
  before(async () => {
    window = await UnrollWindow.open({ 'notes.md': NOTES }, { settings: { 'unroll.sentiment.onOpen': true } });
  });
  after(() => window?.close());

  it('a text that is opened shows its sentiment', async () => {
    await window.openFile('notes.md');
    await isDrawn(window);
  });
});
