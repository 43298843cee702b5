/** Puts extensions where VS Code looks for installed ones: a folder of folders, one an extension. */
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './cache.mjs';

/** What a built checkout needs at run time, the same as in the VSIX. */
const RUNTIME = ['package.json', 'package.nls.json', 'README.md', 'dist', 'media'];

/** Installs this checkout as it is built now. */
export function installCheckout(extensions) {
  copy(ROOT, extensions, RUNTIME);
}

/** Installs an extension that lies in a folder, for example an unpacked VSIX. */
export function installFolder(folder, extensions) {
  copy(folder, extensions, ['.']);
}

function copy(from, extensions, parts) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  const target = join(extensions, `${publisher}.${name}-${version}`);
  mkdirSync(target, { recursive: true });
  for (const part of parts)
    if (existsSync(join(from, part))) cpSync(join(from, part), join(target, part), { recursive: true });
}
