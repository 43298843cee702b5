/**
 * Files that are replaced whole or not at all. Renaming over a file is no single act in VS Code: it deletes the file
 * (even when there is nothing to rename) and then renames, in two requests, and a window that reloads in between never
 * sends the second. So the new content first takes a name of its own in one act, and is complete whenever that name
 * exists.
 */
import type { FileSystem, Uri } from 'vscode';

/** Content of the file, or of the one that was about to replace it when the file is gone; null when there is none. */
export async function readWhole(fs: FileSystem, file: Uri): Promise<Uint8Array | null> {
  // The last look is for a replacement that was finished between the first two.
  for (const uri of [file, complete(file), file]) {
    try {
      return await fs.readFile(uri);
    } catch {
      // It may have the other name.
    }
  }
  return null;
}

/** Replaces or makes the file; its folder exists. */
export async function writeWhole(fs: FileSystem, file: Uri, bytes: Uint8Array): Promise<void> {
  const part = file.with({ path: `${file.path}.tmp` });
  const move = (from: Uri, to: Uri) => fs.rename(from, to, { overwrite: true });
  const isLeft = fs.stat(complete(file)).then(
    () => true,
    () => false,
  );
  // What an earlier window left complete takes its place first, so that the name is free.
  if (await isLeft) await move(complete(file), file);
  await fs.writeFile(part, bytes);
  await move(part, complete(file));
  await move(complete(file), file);
}

/** Deletes the file, if there is one. */
export async function deleteWhole(fs: FileSystem, file: Uri): Promise<void> {
  for (const uri of [complete(file), file]) await fs.delete(uri).then(undefined, () => {});
}

function complete(file: Uri): Uri {
  return file.with({ path: `${file.path}.new` });
}
