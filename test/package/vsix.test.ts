import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { zipEntries } from '../stages/vsix.mjs';

const VSIX = 'unroll.vsix';
const MEGABYTE = 1024 * 1024;

/** Everything the VSIX may hold. A new file is added here on purpose or not at all. */
const EXPECTED = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/changelog.md',
  'extension/dist/extension.node.js',
  'extension/dist/extension.web.js',
  'extension/dist/inspector.css',
  'extension/dist/inspector.js',
  'extension/dist/panel.css',
  'extension/dist/panel.js',
  'extension/dist/worker.node.js',
  'extension/dist/worker.web.js',
  'extension/media/activity.svg',
  'extension/media/icon.png',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/readme.md',
];

describe('the VSIX', () => {
  it('holds only what runs', () => {
    const names = zipEntries(VSIX).map(({ name }) => name);
    assert.deepEqual(names.sort(), EXPECTED);
  });

  it('is at most 1 MB', () => {
    assert.ok(statSync(VSIX).size <= MEGABYTE, `${statSync(VSIX).size} bytes`);
    console.log(`measured: VSIX ${(statSync(VSIX).size / 1024).toFixed(0)} KiB`);
  });

  it('has a host bundle of at most 60 KB', () => {
    for (const name of ['extension/dist/extension.node.js', 'extension/dist/extension.web.js']) {
      const size = zipEntries(VSIX).find((entry) => entry.name === name)?.size;
      assert.ok(size !== undefined && size <= 60 * 1024, `${name}: ${size} bytes`);
    }
  });

  it('holds no path of the machine it was built on', () => {
    for (const { name, read } of zipEntries(VSIX))
      assert.ok(!read().includes(process.cwd()), `${name} names the build folder`);
  });
});
