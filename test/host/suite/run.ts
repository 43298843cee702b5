/** What VS Code calls: runs the bundled test files with mocha, in a Node or in a Web Worker extension host. */
import 'mocha/mocha.js';
import { ENDED, STARTED } from '../marks.mjs';

interface Outcome {
  readonly title: string;
  readonly file: string | undefined;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly message?: string;
}

/** Every test file: its path and the call that loads it. The bundle's entry fills the list. */
export const files: [path: string, load: () => unknown][] = [];

/** Resolves when all tests passed; rejects otherwise, also for an error that no test was waiting for. */
export async function run(): Promise<void> {
  console.log(STARTED);
  const outcomes: Outcome[] = [];
  const strays = catchStrays();
  const { Mocha } = globalThis as unknown as { Mocha: new (options: Mocha.MochaOptions) => Mocha };
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000 });
  for (const [path, load] of files) {
    // Mocha's own loader does the same around `require`; 'pre-require' tells it which file the suites are from.
    mocha.suite.emit('pre-require', globalThis, path, mocha);
    load();
  }
  await new Promise<void>((resolve) =>
    collect(
      mocha.run(() => resolve()),
      outcomes,
    ),
  );
  for (const message of strays)
    outcomes.push({ title: 'no error escapes', file: undefined, outcome: 'failed', message });
  console.log(ENDED + JSON.stringify(outcomes));
  const failed = outcomes.filter(({ outcome }) => outcome === 'failed').length;
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

function collect(runner: Mocha.Runner, outcomes: Outcome[]): void {
  const add = (test: Mocha.Runnable, outcome: Outcome['outcome'], error?: Error): void => {
    const message = error && (error.stack ?? error.message);
    outcomes.push({ title: test.fullTitle(), file: test.file, outcome, ...(message && { message }) });
  };
  runner.on('pass', (test) => add(test, 'passed'));
  runner.on('pending', (test) => add(test, 'skipped'));
  runner.on('fail', (test, error: Error) => add(test, 'failed', error));
}

/** VS Code only logs such errors and still reports success. */
function catchStrays(): readonly string[] {
  const strays: string[] = [];
  const node = globalThis.process as NodeJS.Process | undefined;
  const keep = (error: unknown): void => void strays.push(error instanceof Error ? error.stack! : String(error));
  node?.on('unhandledRejection', keep);
  node?.on('uncaughtException', keep);
  return strays;
}
