/**
 * `npm test`: every stage in turn, its time, and at the end one line with the counts of all tests.
 * `npm test -- --only host` runs the stages whose name contains the word; `--verbose` prints every test's title.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './host/cache.mjs';
import { filesIn } from './stages/files.mjs';
import { STAGES } from './stages/stages.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' }, verbose: { type: 'boolean' } } });
process.chdir(ROOT);
rmSync('.test/results', { recursive: true, force: true });
mkdirSync('.test/results', { recursive: true });

const total = { passed: 0, failed: 0, skipped: 0 };
const executed = new Set();
const started = Date.now();
for (const stage of STAGES.filter(({ name }) => !values.only || name.includes(values.only))) await runStage(stage);
if (!values.only) checkThatEveryFileRan();
console.log(`all stages: ${seconds(started)}`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** A stage is a check (it throws or not) or a test run (it returns its tests); both count. */
async function runStage({ name, run }) {
  const start = Date.now();
  let tests;
  try {
    tests = (await run()) ?? [{ title: name, file: undefined, outcome: 'passed' }];
  } catch (error) {
    tests = [{ title: name, file: undefined, outcome: 'failed', message: error.message }];
  }
  if (tests.length === 0) tests = [{ title: name, outcome: 'failed', message: 'No test was found.' }];
  const failed = tests.filter(({ outcome }) => outcome === 'failed');
  const skipped = tests.filter(({ outcome }) => outcome === 'skipped');
  total.passed += tests.length - failed.length - skipped.length;
  total.failed += failed.length;
  total.skipped += skipped.length;
  for (const { file } of tests) if (file) executed.add(relative(ROOT, file).replaceAll('\\', '/'));
  const counts = tests.length > 1 ? `${tests.length} tests, ` : '';
  console.log(`${failed.length ? '✗' : '✓'} ${name.padEnd(24)} ${counts}${seconds(start)}`);
  for (const one of tests) {
    if (values.verbose || one.outcome !== 'passed') console.log(`    ${one.outcome}: ${one.title}`);
    if (one.message) console.log(one.message.replace(/^/gm, '      '));
  }
}

/** A test file that no stage picks up would be a promise nobody keeps. */
function checkThatEveryFileRan() {
  const missing = filesIn('test', /\.test\.(ts|mjs)$/).filter((file) => !executed.has(file));
  if (missing.length === 0) total.passed++;
  else total.failed++;
  console.log(missing.length ? `✗ not executed: ${missing.join(', ')}` : '✓ every test file was executed');
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
