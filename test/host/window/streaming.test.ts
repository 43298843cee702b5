import assert from 'node:assert/strict';
import { PANEL_FRAME } from '../workbench.mjs';
import { STORY, UnrollWindow } from './unrollWindow';

for (const version of ['1.100', '1.139'])
  describe(`the panel in VS Code ${version}`, () => {
    let window: UnrollWindow;
    before(async () => (window = await UnrollWindow.open({ 'story.txt': STORY }, { version })));
    after(() => window?.close());

    it('streams the training that a command began', async () => {
      await window.openFile('story.txt');
      await window.command('Unroll: Train on Selection');
      const start = performance.now();
      await window.panel.locator('.trace-sentence', { hasText: 'at step' }).waitFor();
      const cold = performance.now() - start;
      const step = await window.reached(1);
      await window.reached(step + 20);
      console.log(`measured: first trace in the panel ${cold.toFixed(0)} ms after the command, cold, ${version}`);
    });

    it('shows a second run sooner, as it is open already', async () => {
      await window.command('Unroll: Stop');
      await window.openFile('story.txt');
      await window.command('Unroll: Train on Selection');
      const start = performance.now();
      await window.panel.locator('.run-name', { hasText: 'story.txt (2)' }).waitFor({ state: 'attached' });
      await window.panel.locator('.trace-sentence', { hasText: 'at step' }).waitFor();
      console.log(`measured: … and ${(performance.now() - start).toFixed(0)} ms with the panel open, ${version}`);
      await window.reached(5);
    });

    it('draws new traces all the time', async () => {
      const seconds = 5;
      const changes = await window.panel.locator('.trace-sentence').evaluate(
        (sentence: Element, milliseconds: number) =>
          new Promise<number>((resolve) => {
            let count = 0;
            const observer = new MutationObserver(() => count++);
            observer.observe(sentence, { childList: true, characterData: true, subtree: true });
            setTimeout(() => resolve(count), milliseconds);
          }),
        seconds * 1000,
      );
      console.log(`measured: ${(changes / seconds).toFixed(1)} traces a second in the panel, ${version}`);
      assert.ok(changes >= 3, `${changes} in ${seconds} s`);
    });

    it('is accompanied by a status bar item and by the Runs view', async () => {
      assert.match(await window.status(), /training · step [\d,]+ · loss \d/);
      await window.command('Unroll: Focus on Runs View');
      const row = window.page.locator('.pane-body .monaco-list-row', { hasText: 'story.txt (2)' });
      assert.match((await row.textContent()) ?? '', /training · loss \d.*LSTM/);
    });

    it('stops the training at once and lets it go on', async () => {
      const phase = window.panel.locator('.phase');
      const stopping = phase.evaluate(
        (element: Element) =>
          new Promise<number>((resolve) => {
            let clicked = 0;
            document.addEventListener('click', () => (clicked = performance.now()), { capture: true, once: true });
            const observer = new MutationObserver(() => {
              if (element.textContent === 'Stopped') resolve(performance.now() - clicked);
            });
            observer.observe(element, { childList: true, characterData: true, subtree: true });
          }),
      );
      await window.button('Stop').click();
      console.log(`measured: the panel shows “Stopped” ${(await stopping).toFixed(0)} ms after the click, ${version}`);
      const step = await window.step();
      await window.page.waitForTimeout(500);
      assert.equal(await window.step(), step);
      await window.button('Continue').click();
      await window.reached(step + 5);
    });

    it('shows the present when it becomes visible again', async () => {
      const step = await window.step();
      const panelTab = window.page.locator('.tab', { hasText: 'Unroll' });
      await panelTab.click();
      await window.command('File: New Untitled Text File');
      await window.page.locator(PANEL_FRAME).waitFor({ state: 'hidden' });
      await window.page.waitForTimeout(1500);
      await panelTab.click();
      const start = performance.now();
      await window.reached(step + 1);
      console.log(
        `measured: a panel that was hidden is up to date after ${(performance.now() - start).toFixed(0)} ms, ${version}`,
      );
    });

    it('may be closed while the run trains on, and opened again from the status bar', async () => {
      await window.page.locator('.tab', { hasText: 'Unroll' }).click();
      await window.command('View: Close Editor');
      await window.page.locator(PANEL_FRAME).waitFor({ state: 'detached' });
      const step = Number(/step ([\d,]+)/.exec(await window.status())?.[1]?.replace(',', ''));
      await window.page.waitForTimeout(1000);
      // Forced: the item never rests, as its text changes with every step.
      await window.page.locator('.statusbar-item[id$="unroll.status" i] a').click({ force: true });
      await window.reached(step + 1);
    });
  });
