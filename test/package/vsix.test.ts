import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { zipEntries } from '../stages/vsix.mjs';

const VSIX = 'unroll.vsix';
const MEBIBYTE = 1024 * 1024;

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
  'extension/dist/sentence.css',
  'extension/dist/sentence.js',
  'extension/dist/sentiment.css',
  'extension/dist/sentiment.js',
  'extension/dist/worker.node.js',
  'extension/dist/worker.web.js',
  'extension/media/activity.svg',
  'extension/media/icon.png',
  'extension/media/sentiment-data.md',
  'extension/media/sentiment.safetensors',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/readme.md',
];

describe('the VSIX', () => {
  it('holds only what runs', () => {
    const names = zipEntries(VSIX).map(({ name }) => name);
    assert.deepEqual(names.sort(), EXPECTED);
  });

  it('is at most 3.5 MiB, the sentiment model at most 2.4 MB of it', () => {
    const model = zipEntries(VSIX).find(({ name }) => name.endsWith('sentiment.safetensors'));
    assert.ok(model !== undefined && model.size <= 2.4e6, `${model?.size} bytes`);
    assert.ok(statSync(VSIX).size <= 3.5 * MEBIBYTE, `${statSync(VSIX).size} bytes`);
    console.log(`measured: VSIX ${(statSync(VSIX).size / 1024).toFixed(0)} KiB`);
  });

  it('has a host bundle of at most 110 KiB', () => {
    for (const name of ['extension/dist/extension.node.js', 'extension/dist/extension.web.js']) {
      const size = zipEntries(VSIX).find((entry) => entry.name === name)?.size;
      assert.ok(size !== undefined && size <= 110 * 1024, `${name}: ${size} bytes`);
    }
  });

  it('holds no path of the machine it was built on', () => {
    for (const { name, read } of zipEntries(VSIX))
      assert.ok(!read().includes(process.cwd()), `${name} names the build folder`);
  });
});
