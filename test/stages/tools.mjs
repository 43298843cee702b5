/** Running the programs of a stage: their output is shown when they fail, and their measurements always. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../host/cache.mjs';

/** A line that a test prints to report a figure it does not assert. */
const MEASURED = /^\s*measured: .*/;

/** Runs a Node script of the project or of a package; resolves with its exit code and output. */
export function node(script, args = [], env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, script), ...args], {
      cwd: ROOT,
      env: { ...process.env, FORCE_COLOR: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      for (const line of output.split('\n')) if (MEASURED.test(line)) console.log(`    ${line.trim()}`);
      resolve({ code, output });
    });
  });
}

/** Runs a program that passes or fails as a whole. */
export async function check(script, args = [], { print = false } = {}) {
  const { code, output } = await node(script, args);
  if (code !== 0) throw new Error(output.trim());
  if (print) console.log(output.trimEnd().replace(/^/gm, '    '));
}

/** Runs test files with mocha under tsx and returns their tests. */
export async function mocha(name, files, { timeout = 20_000 } = {}) {
  if (files.length === 0) return [];
  const report = join(ROOT, '.test/results', `${name}.json`);
  rmSync(report, { force: true });
  const reporter = ['--reporter', 'json', '--reporter-option', `output=${report}`];
  const options = ['--no-config', '--require', 'tsx', '--exit', '--timeout', String(timeout)];
  const { code, output } = await node('node_modules/mocha/bin/mocha.js', [...options, ...reporter, ...files]);
  writeFileSync(report.replace('.json', '.txt'), output);
  const tests = readReport(report);
  if (!tests) throw new Error(`mocha did not finish:\n${output.trim()}`);
  if (code !== 0 && !tests.some(({ outcome }) => outcome === 'failed'))
    throw new Error(`mocha ended with ${code}:\n${output.trim()}`);
  return tests;
}

function readReport(path) {
  try {
    const { failures, pending, passes } = JSON.parse(readFileSync(path, 'utf8'));
    const all = (tests, outcome) =>
      tests.map(({ fullTitle, file, err }) => ({
        title: fullTitle,
        file,
        outcome,
        message: err?.stack ?? err?.message,
      }));
    return [...all(passes, 'passed'), ...all(failures, 'failed'), ...all(pending, 'skipped')];
  } catch {
    return undefined;
  }
}
