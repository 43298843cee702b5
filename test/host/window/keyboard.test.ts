import assert from 'node:assert/strict';
import { pageNamed } from '../workbench.mjs';
import { STORY, UnrollWindow, eventually } from './unrollWindow';

describe('with the keyboard alone', () => {
  let window: UnrollWindow;
  before(async () => (window = await UnrollWindow.open({ 'story.txt': STORY })));
  after(() => window?.close());

  const press = (key: string): Promise<void> => window.page.keyboard.press(key);
  const command = (title: string): Promise<void> => window.typedCommand(title);

  /** Accessible name of the panel's control that has the focus. */
  const focused = (): Promise<string> =>
    window.panel
      .locator('body')
      .evaluate((body: Element) => body.ownerDocument.activeElement?.getAttribute('aria-label') ?? '')
      .catch(() => '');

  it('one can open a file, select lines and train on them', async () => {
    await press('Control+P');
    await window.page.keyboard.type('story.txt');
    await window.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'story.txt' }).waitFor();
    await press('Enter');
    await window.page.locator('.tab.active', { hasText: 'story.txt' }).waitFor();
    await press('Control+Home');
    for (let line = 0; line < 40; line++) await press('Shift+ArrowDown');
    await command('Unroll: Train on Selection');
    await window.reached(5);
    assert.match((await window.panel.locator('.run-name').textContent()) ?? '', /story\.txt:1-[1-4]\d$/);
  });

  it('one can walk into the panel and scrub through time', async () => {
    await press('Control+2');
    const slider = await eventually(async () => {
      await press('Tab');
      return (await focused()) === 'Timestep' ? window.panel.locator('input[aria-label="Timestep"]') : undefined;
    }, 'the focus on the timestep');
    for (let step = 0; step < 5; step++) await press('ArrowRight');
    await eventually(
      async () => (/^t = 5 of/.test((await slider.getAttribute('aria-valuetext')) ?? '') ? true : undefined),
      't = 5',
    );
  });

  it('one can read that timestep in the Inspector', async () => {
    await command('Unroll: Focus on Inspector View');
    const inspector = await pageNamed(window.page, 'inspector');
    await inspector.getByText(/t = 5, token/).waitFor();
    await inspector.getByText('Likeliest next tokens').waitFor();
  });

  it('one can stop the run', async () => {
    await command('Unroll: Stop');
    await window.inPhase('Stopped');
  });
});
