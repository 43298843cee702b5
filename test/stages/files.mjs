/** Finding files by name, so that no list of tests has to be kept by hand. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Files below a folder whose path matches, sorted, with forward slashes. */
export function filesIn(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .filter((path) => pattern.test(path))
    .sort();
}
