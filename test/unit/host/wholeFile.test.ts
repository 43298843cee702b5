import { strict as assert } from 'node:assert';
import type { FileSystem, Uri } from 'vscode';
import { deleteWhole, readWhole, writeWhole } from '../../../src/host/wholeFile';

class Closed extends Error {}

/**
 * A file system behind a window that closes after some acts. Renaming over a file is two acts, as in VS Code, and the
 * first deletes the file without a look at what is to be renamed.
 */
class Disk {
  readonly files = new Map<string, string>();
  acts = Infinity;

  readonly fs = {
    readFile: async ({ path }: Uri) => new TextEncoder().encode(this.#content(path)),
    writeFile: async ({ path }: Uri, bytes: Uint8Array) => {
      this.#act();
      this.files.set(path, '');
      this.#act();
      this.files.set(path, new TextDecoder().decode(bytes));
    },
    rename: async (from: Uri, to: Uri) => {
      if (this.files.has(to.path)) {
        this.#act();
        this.files.delete(to.path);
      }
      const content = this.#content(from.path);
      this.#act();
      this.files.delete(from.path);
      this.files.set(to.path, content);
    },
    stat: async ({ path }: Uri) => void this.#content(path),
    delete: async ({ path }: Uri) => {
      this.#content(path);
      this.#act();
      this.files.delete(path);
    },
  } as unknown as FileSystem;

  async read(uri: Uri): Promise<string | null> {
    const bytes = await readWhole(this.fs, uri);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  }

  async write(uri: Uri, text: string): Promise<void> {
    await writeWhole(this.fs, uri, new TextEncoder().encode(text));
  }

  #content(path: string): string {
    const content = this.files.get(path);
    if (content === undefined) throw new Error(`no ${path}`);
    return content;
  }

  #act(): void {
    if (--this.acts < 0) throw new Closed();
  }
}

const uriOf = (path: string): Uri => ({ path, with: ({ path: other }: { path: string }) => uriOf(other) }) as Uri;
const FILE = uriOf('/runs/1/record.json');

describe('a file that is replaced whole', () => {
  it('holds what was written last', async () => {
    const disk = new Disk();
    for (const text of ['one', 'two', 'three']) {
      await disk.write(FILE, text);
      assert.equal(await disk.read(FILE), text);
    }
    assert.deepEqual([...disk.files.keys()], [FILE.path]);
  });

  it('holds the old or the new content wherever the window closes, twice in a row too', async () => {
    let interrupted = 0;
    for (let first = 0; first < 12; first++)
      for (let second = 0; second < 12; second++) {
        const disk = new Disk();
        await disk.write(FILE, 'one');
        const allowed = new Set(['one']);
        for (const [text, acts] of [
          ['two', first],
          ['three', second],
        ] as const) {
          disk.acts = acts;
          await disk.write(FILE, text).catch(() => interrupted++);
          allowed.add(text);
          assert.ok(allowed.has((await disk.read(FILE)) ?? ''), `nothing left after ${first} and ${second} acts`);
        }
        disk.acts = Infinity;
        await disk.write(FILE, 'four');
        assert.equal(await disk.read(FILE), 'four');
      }
    assert.ok(interrupted > 50);
  });

  it('is gone when it is deleted, interrupted replacement and all', async () => {
    for (let acts = 0; acts < 12; acts++) {
      const disk = new Disk();
      await disk.write(FILE, 'one');
      disk.acts = acts;
      await disk.write(FILE, 'two').catch(() => undefined);
      disk.acts = Infinity;
      await deleteWhole(disk.fs, FILE);
      assert.equal(await disk.read(FILE), null);
    }
  });
});
