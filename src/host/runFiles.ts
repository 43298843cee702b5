/** Files of runs in the extension's storage. Works on any file system VS Code can write to. */
import * as vscode from 'vscode';
import { deleteWhole, readWhole, writeWhole } from './wholeFile';

/** Files of one run. */
export type RunFile = 'record.json' | 'text.bin' | 'checkpoint.safetensors';

export class RunFiles {
  constructor(private readonly root: vscode.Uri) {}

  /** Ids of the runs that have a folder; none when nothing was stored yet. */
  async list(): Promise<string[]> {
    try {
      const entries = await vscode.workspace.fs.readDirectory(this.root);
      return entries.filter(([, type]) => type === vscode.FileType.Directory).map(([name]) => name);
    } catch {
      return [];
    }
  }

  /** Whole or not at all: a reader never meets a half-written file, not even after a crash or a reload. */
  async write(run: string, file: RunFile, bytes: Uint8Array): Promise<void> {
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(this.root, run));
    await writeWhole(vscode.workspace.fs, this.#uri(run, file), bytes);
  }

  /** Null when there is no such file. */
  read(run: string, file: RunFile): Promise<Uint8Array | null> {
    return readWhole(vscode.workspace.fs, this.#uri(run, file));
  }

  deleteFile(run: string, file: RunFile): Promise<void> {
    return deleteWhole(vscode.workspace.fs, this.#uri(run, file));
  }

  async delete(run: string): Promise<void> {
    const folder = vscode.Uri.joinPath(this.root, run);
    try {
      await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: false });
    } catch {
      // A run that was never written has no folder.
    }
  }

  async bytes(run: string): Promise<number> {
    const folder = vscode.Uri.joinPath(this.root, run);
    let sum = 0;
    try {
      for (const [name] of await vscode.workspace.fs.readDirectory(folder)) {
        sum += (await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, name))).size;
      }
    } catch {
      // Gone meanwhile: nothing to count.
    }
    return sum;
  }

  #uri(run: string, file: RunFile): vscode.Uri {
    return vscode.Uri.joinPath(this.root, run, file);
  }
}
