import assert from 'node:assert/strict';
import { STORY, UnrollWindow } from './unrollWindow';

describe('a document', () => {
  let window: UnrollWindow;
  before(async () => (window = await UnrollWindow.open({ 'story.txt': STORY, 'empty.txt': '', 'one.txt': 'a' })));
  after(() => window?.close());

  const runName = async (): Promise<string> => (await window.panel.locator('.run-name').textContent()) ?? '';

  async function train(name: string): Promise<void> {
    await window.command('Unroll: Train on Selection');
    await window.panel.locator('.run-name', { hasText: name }).waitFor();
    await window.reached(5);
  }

  it('that is empty is answered with what to do', async () => {
    await window.openFile('empty.txt');
    await window.command('Unroll: Train on Selection');
    assert.match((await window.notifications()).join(), /“empty\.txt” is empty\. Write or paste some text/);
  });

  it('of one character is answered with what to do', async () => {
    await window.openFile('one.txt');
    await window.command('Unroll: Train on Selection');
    assert.match((await window.notifications()).join(), /Unroll: .*(character|token|text).*\./);
  });

  it('can be trained on at many cursors at once', async () => {
    await window.openFile('story.txt');
    await window.page.locator('.monaco-editor .view-line').first().click();
    await window.page.keyboard.press('Control+Home');
    for (let i = 0; i < 8; i++) await window.page.keyboard.press('Shift+ArrowRight');
    await window.page.keyboard.press('Control+Shift+L');
    await train('story.txt:1-');
  });

  it('may be edited while it is trained on: what changed is marked', async () => {
    await window.page.locator('.monaco-editor .view-line').first().click();
    await window.page.keyboard.press('Control+A');
    await window.page.keyboard.insertText('Something else altogether.');
    await window.panel.getByText('text that was edited since the run began').waitFor();
    const step = await window.step();
    await window.reached(step + 5);
    await window.page.keyboard.press('Control+Z');
  });

  it('that has no file yet can be trained on', async () => {
    await window.command('File: New Untitled Text File');
    await window.page.keyboard.insertText(STORY.slice(0, 2000));
    await train('Untitled-1');
    assert.match(await runName(), /Untitled-1/);
  });

  it('may be closed while it is trained on', async () => {
    await window.command('File: Revert and Close Editor').catch(() => window.command('View: Revert and Close Editor'));
    await window.panel.getByText('Untitled-1 is closed').waitFor();
    const step = await window.step();
    await window.reached(step + 5);
  });
});
