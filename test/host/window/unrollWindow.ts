/** A VS Code window with the packaged extension installed, and Unroll's surfaces in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { installFolder } from '../install.mjs';
import { startServer } from '../server.mjs';
import {
  openBrowser,
  openFile,
  openWindow,
  panelStep,
  ready,
  runCommand,
  webview,
  windowAddress,
} from '../workbench.mjs';

/** Lines in which there is something to learn. */
export const STORY = Array.from(
  { length: 300 },
  (_, line) => `${line % 9} rivers run down to the sea, and yet the sea is not full.\n`,
).join('');

/** Runs of these tests end when a test ends them. */
const ENDLESS = { 'unroll.training.patience': 0, 'unroll.training.maxSteps': 1_000_000 };

export class UnrollWindow {
  private constructor(
    readonly page: Page,
    private readonly end: () => Promise<void>,
  ) {}

  /** Opens a window on a folder with these files. `settings` are those of the user. */
  static async open(
    files: Readonly<Record<string, string>>,
    { version = '1.139', settings = {} }: { version?: string; settings?: object } = {},
  ): Promise<UnrollWindow> {
    const folder = mkdtempSync(join(tmpdir(), 'unroll-window-'));
    const extensions = mkdtempSync(join(tmpdir(), 'unroll-extensions-'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    installFolder('.test/extension', extensions);
    const server = await startServer({ version, extensions, user: { ...ENDLESS, ...settings } });
    const { browser, context, page } = await openBrowser({ width: 1400, height: 900 });
    const end = async () => {
      await browser.close();
      await server.stop();
      for (const path of [folder, extensions]) rmSync(path, { recursive: true });
    };
    try {
      await openWindow(context, page, windowAddress(server, { folder }));
      await ready(page);
      return new UnrollWindow(page, end);
    } catch (error) {
      await end();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.end();
  }

  openFile(name: string): Promise<void> {
    return openFile(this.page, name);
  }

  command(title: string): Promise<void> {
    return runCommand(this.page, title);
  }

  /** The same by the keyboard alone. */
  async typedCommand(title: string): Promise<void> {
    const { keyboard } = this.page;
    await keyboard.press('F1');
    await this.page.locator('.quick-input-widget .quick-input-box input').waitFor();
    await keyboard.type(title);
    await this.page.locator(`.quick-input-list .monaco-list-row.focused[aria-label^="${title}"]`).waitFor();
    await keyboard.press('Enter');
  }

  /** Content of the panel. */
  get panel() {
    return webview(this.page);
  }

  step(): Promise<number> {
    return panelStep(this.page);
  }

  /** `Training`, `Paused`, … */
  phase(): Promise<string | null> {
    return this.panel.locator('.phase').textContent();
  }

  button(name: string): Locator {
    return this.panel.locator('.run-controls').getByText(name, { exact: true });
  }

  /** Waits until the panel shows at least that step. */
  async reached(step: number): Promise<number> {
    return await eventually(async () => {
      const shown = await this.step();
      return shown >= step ? shown : undefined;
    }, `step ${step} in the panel`);
  }

  async inPhase(phase: string): Promise<void> {
    await this.panel.locator('.phase', { hasText: phase }).waitFor();
  }

  /** Unroll's item in the status bar. */
  async status(): Promise<string> {
    return (await this.page.locator('.statusbar-item[id$="unroll.status" i]').textContent()) ?? '';
  }

  /** Texts of the notifications, which this window keeps in their centre. */
  async notifications(): Promise<readonly string[]> {
    await this.command('Notifications: Show Notifications');
    const texts = await this.page.locator('.notifications-center .notification-list-item-message').allTextContents();
    await this.page.keyboard.press('Escape');
    return texts;
  }
}

/** Asks again until there is an answer; fails with the sentence after 40 s. */
export async function eventually<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
  const end = Date.now() + 40_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`After 40 s still not: ${what}`);
    await sleep(50);
  }
}
