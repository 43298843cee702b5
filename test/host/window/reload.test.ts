import assert from 'node:assert/strict';
import { ready } from '../workbench.mjs';
import { STORY, UnrollWindow } from './unrollWindow';

/** A recovery checkpoint is at most this old (seconds), and VS Code keeps a panel's state after about as long. */
const RECOVERY = 2.5;

describe('reloading the window while a run trains', () => {
  let window: UnrollWindow;
  let before_: number;
  let stepsPerSecond: number;

  before(async () => {
    window = await UnrollWindow.open({ 'story.txt': STORY });
    await window.openFile('story.txt');
    await window.command('Unroll: Train on Selection');
    const first = await window.reached(30);
    const start = performance.now();
    await window.page.waitForTimeout(RECOVERY * 2000);
    before_ = await window.step();
    stepsPerSecond = ((before_ - first) * 1000) / (performance.now() - start);
    await window.page.reload();
    await ready(window.page);
  });
  after(() => window?.close());

  it('brings the panel back with its run, which trains on from its last checkpoint', async () => {
    const start = performance.now();
    const first = await window.reached(1);
    console.log(
      `measured: the panel was back ${(performance.now() - start).toFixed(0)} ms after the reload, at ${first}`,
    );
    assert.ok(first >= before_ - RECOVERY * stepsPerSecond - 1, `step ${first} after ${before_}`);
    await window.reached(Math.max(first, before_) + 10);
    await window.inPhase('Training');
  });

  it('keeps the curves from the first step on', async () => {
    const curves = window.panel.locator('[data-view="curves"]');
    await curves.locator('.table-toggle').click();
    const steps = await curves.locator('tbody tr > :first-child').allTextContents();
    assert.ok(steps.length >= 10, `${steps.length} rows`);
    assert.ok(Number(steps[0]) < 10, `the first row is of step ${steps[0]}`);
  });

  it('still knows where the text is', async () => {
    assert.equal(await window.panel.locator('.run-name').textContent(), 'story.txt');
    assert.equal(await window.panel.getByText('is closed').count(), 0);
  });
});
