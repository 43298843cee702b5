/** Finds a desktop VS Code that can be started here, new enough for the extension. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { VERSIONS } from './provision.mjs';

const OLDEST = VERSIONS['1.100'].release;

/** Path of its command line program, or undefined. `UNROLL_VSCODE_EXECUTABLE` names one, or is empty for none. */
export function desktopCode() {
  const chosen = process.env.UNROLL_VSCODE_EXECUTABLE;
  if (chosen !== undefined) return chosen || undefined;
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  return hasScreen ? candidates().find((path) => existsSync(path) && isNewEnough(path)) : undefined;
}

function candidates() {
  const program = process.platform === 'win32' ? 'code.cmd' : 'code';
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, program));
  const mac = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code';
  return [...onPath, mac];
}

function isNewEnough(path) {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  const [major, minor] = (stdout ?? '').split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
