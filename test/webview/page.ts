/** Serves the built page to Chromium under the real content security policy, in a theme of VS Code. */
import { build } from 'esbuild';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';
import { chromiumLaunchOptions } from '../host/chromium.mjs';
import type { Posted } from './fake-host';
import { THEMES } from './themes';

const NAMES = ['panel', 'inspector', 'sentiment', 'sentence'] as const;
type Name = (typeof NAMES)[number];

const NONCE = 'dGVzdC1ub25jZQ';
const OUT = '.test/webview';
const CSP = `default-src 'none'; script-src 'nonce-${NONCE}'; style-src 'self'; font-src 'self'`;

/** What VS Code itself puts before a webview's own styles. */
const DEFAULT_STYLES = `@layer vscode-default { html { scrollbar-color: var(--vscode-scrollbarSlider-background) var(--vscode-editor-background); }
body { overscroll-behavior-x: none; background-color: transparent; color: var(--vscode-editor-foreground);
  font-family: var(--vscode-font-family); font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size);
  margin: 0; padding: 0 20px; } }`;

export interface OpenOptions {
  readonly theme?: keyof typeof THEMES;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly reducedMotion?: boolean;
}

/** A browser and a server for one test file. */
export class Site {
  private constructor(
    private readonly server: Server,
    private readonly browser: Browser,
  ) {}

  static async start(): Promise<Site> {
    const options = { bundle: true, format: 'iife', target: 'es2022', minify: true, outdir: OUT } as const;
    await build({
      ...options,
      entryPoints: NAMES.flatMap((name) => [`webview/${name}.ts`, `webview/${name}.css`]),
    });
    await build({ ...options, minify: false, entryPoints: ['test/webview/fake-host.ts'] });
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
      response.setHeader('Content-Security-Policy', CSP);
      if (pathname === '/') {
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        const theme = searchParams.get('theme') as keyof typeof THEMES;
        response.end(html(searchParams.get('page') as Name, theme));
        return;
      }
      const type = pathname.endsWith('.css') ? 'text/css' : 'text/javascript';
      response.setHeader('Content-Type', type);
      try {
        response.end(pathname === '/default.css' ? DEFAULT_STYLES : readFileSync(`${OUT}${pathname}`));
      } catch {
        response.statusCode = 404;
        response.end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Site(server, await chromium.launch(await chromiumLaunchOptions()));
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.close();
  }

  async open(name: Name, options: OpenOptions = {}): Promise<Page> {
    const { theme = 'dark', width = 1000, height = 1500, scale = 1, reducedMotion = true } = options;
    const page = await this.browser.newPage({
      viewport: { width, height },
      deviceScaleFactor: scale,
      reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
    });
    const { port } = this.server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/?page=${name}&theme=${theme}`);
    await page.waitForFunction(() => window.host.posted.some(({ method }) => method === 'ready'));
    return page;
  }
}

function html(name: Name, theme: keyof typeof THEMES): string {
  const { kind, classes, variables } = THEMES[theme];
  const apply = `
    for (const [name, value] of Object.entries(${JSON.stringify(variables)}))
      document.documentElement.style.setProperty('--vscode-' + name, value);
    document.body.className = '${classes}';
    document.body.dataset.vscodeThemeKind = '${kind}';`;
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Unroll</title>
    <link rel="stylesheet" href="default.css" />
    <link rel="stylesheet" href="${name}.css" />
  </head>
  <body>
    <script nonce="${NONCE}">${apply}</script>
    <script nonce="${NONCE}" src="fake-host.js"></script>
    <script nonce="${NONCE}" src="${name}.js"></script>
  </body>
</html>`;
}

/** Shows the fixture run at a step, and waits until its frame was drawn. */
export async function hydrate(
  page: Page,
  step = 300,
  phase: 'running' | 'paused' | 'failed' = 'running',
): Promise<void> {
  await page.evaluate(
    ([step, phase]) => {
      const { notify, fixtures, version } = window.host;
      const snapshot = fixtures.makeSnapshot(step, phase);
      notify.hydrate({ version, runs: [snapshot.summary], active: fixtures.RUN, snapshot });
    },
    [step, phase] as const,
  );
  await acknowledged(page, 1);
}

/** Waits until the page has acknowledged a frame with this number or a later one. */
export async function acknowledged(page: Page, number: number): Promise<void> {
  await page.waitForFunction((number) => {
    const isLate = ({ method, args }: Posted) =>
      method === 'acknowledge' && (args as { number: number }).number >= number;
    return window.host.posted.some(isLate);
  }, number);
}

/** What the page asked of the host by this method, in order. */
export async function posted(page: Page, method: string): Promise<readonly unknown[]> {
  return page.evaluate(
    (method) => window.host.posted.filter((one) => one.method === method).map(({ args }) => args),
    method,
  );
}

/** The same, once there are `count` of them. */
export async function waitForPosted(page: Page, method: string, count = 1): Promise<readonly unknown[]> {
  await page.waitForFunction(
    ([method, count]) => window.host.posted.filter((one) => one.method === method).length >= count,
    [method, count] as const,
  );
  return posted(page, method);
}
