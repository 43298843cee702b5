/** Every engine that can be measured on this machine. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { EngineCommand } from './engineProcess';
import { temporary } from './spec';

const PEERS = join(__dirname, 'peers');

/** An engine, or why there is none here. */
export type Found = EngineCommand | { readonly engine: string; readonly skipped: string };

/** Unroll's own engine with one thread or two. */
export function unroll(threads: 1 | 2): EngineCommand {
  return {
    engine: threads === 1 ? 'unroll' : 'unroll-2',
    command: process.execPath,
    args: [bundle(), String(threads)],
  };
}

const bundled = temporary('unroll.cjs');

function bundle(): string {
  if (!existsSync(bundled)) {
    const entryPoints = [join(__dirname, 'unrollEngine.ts')];
    buildSync({ entryPoints, outfile: bundled, bundle: true, minify: true, platform: 'node', format: 'cjs' });
  }
  return bundled;
}

/** PyTorch with so many threads, from the first Python that has it. */
export function pytorch(threads: number): Found {
  const engine = `pytorch-${threads}`;
  const command = ['python3', '/usr/bin/python3'].find((python) => runs(python, ['-c', 'import torch']));
  if (!command) return { engine, skipped: 'no python3 with torch' };
  return { engine, command, args: [join(PEERS, 'pytorch.py'), String(threads)] };
}

/** A peer in JavaScript, installed on first use. */
export function javascriptPeer(engine: string, file: string): Found {
  if (!existsSync(join(PEERS, 'node_modules'))) {
    try {
      execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: PEERS, stdio: 'ignore' });
    } catch {
      return { engine, skipped: 'the JavaScript peers could not be installed' };
    }
  }
  return { engine, command: process.execPath, args: [join(PEERS, file)] };
}

function runs(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
