/** The reader files: the one that is shipped, and one that a workspace may use instead. */
import * as vscode from 'vscode';
import { Problem } from '../problems';
import { deleteWhole, readWhole, writeWhole } from '../wholeFile';

/** Workspace state: name for people of the workspace's own reader. */
const OWN_READER = 'unroll.ownReader';

export class ReaderStore {
  readonly #folder: vscode.Uri;
  readonly #own: vscode.Uri;

  constructor(private readonly context: vscode.ExtensionContext) {
    this.#folder = context.storageUri ?? context.globalStorageUri;
    this.#own = vscode.Uri.joinPath(this.#folder, 'reader.safetensors');
    this.#tell();
  }

  /** Name of the workspace's own reader, or null while it uses the shipped one. */
  get ownName(): string | null {
    return this.context.workspaceState.get<string>(OWN_READER) ?? null;
  }

  /** Bytes of the reader in use. Throws a `Problem` when its file cannot be read. */
  async read(): Promise<Uint8Array> {
    return this.ownName === null ? this.#readShipped() : this.#readOwn();
  }

  /** Keeps a reader for this workspace; null returns to the shipped one. */
  async use(reader: Uint8Array | null, name: string): Promise<void> {
    if (reader === null) {
      await this.context.workspaceState.update(OWN_READER, undefined);
      await deleteWhole(vscode.workspace.fs, this.#own);
    } else {
      await vscode.workspace.fs.createDirectory(this.#folder);
      await writeWhole(vscode.workspace.fs, this.#own, reader);
      await this.context.workspaceState.update(OWN_READER, name);
    }
    this.#tell();
  }

  /** For the menus that offer the way back. */
  #tell(): void {
    void vscode.commands.executeCommand('setContext', 'unroll.ownReader', this.ownName !== null);
  }

  async #readShipped(): Promise<Uint8Array> {
    const file = vscode.Uri.joinPath(this.context.extensionUri, 'media', 'sentiment.safetensors');
    try {
      return await vscode.workspace.fs.readFile(file);
    } catch {
      throw new Problem(
        vscode.l10n.t(
          'The sentiment model that comes with Unroll is missing. Reinstall the extension to bring it back.',
        ),
      );
    }
  }

  async #readOwn(): Promise<Uint8Array> {
    const bytes = await readWhole(vscode.workspace.fs, this.#own);
    if (bytes) return bytes;
    throw new Problem(
      vscode.l10n.t('The file of this workspace’s own sentiment model, “{0}”, is gone.', this.ownName ?? ''),
      [useShipped()],
    );
  }
}

/** A button that returns to the shipped reader. */
export function useShipped() {
  return {
    title: vscode.l10n.t('Use Unroll’s Own Model'),
    run: () => vscode.commands.executeCommand('unroll.useShippedReader'),
  };
}
