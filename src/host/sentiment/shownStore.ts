/** Remembers, over a reload of the window, which documents were shown and which columns of tables were chosen. */
import type { Memento, Uri } from 'vscode';

const SHOWN = 'unroll.sentimentShown';
const COLUMNS = 'unroll.sentimentColumns';
/** Choices of columns kept: those made last. */
const KEPT = 200;

export class ShownStore {
  constructor(private readonly state: Memento) {}

  /** Whether anything was shown when the window closed. */
  get isEmpty(): boolean {
    return this.#shown().length === 0;
  }

  wasShown(uri: Uri): boolean {
    return this.#shown().includes(uri.toString());
  }

  keep(uri: Uri, shown: boolean): void {
    const others = this.#shown().filter((key) => key !== uri.toString());
    void this.state.update(SHOWN, shown ? [...others, uri.toString()] : others);
  }

  column(uri: Uri): string | null {
    return this.#columns()[uri.toString()] ?? null;
  }

  chooseColumn(uri: Uri, column: string | null): void {
    const others = Object.entries(this.#columns()).filter(([key]) => key !== uri.toString());
    const all = column === null ? others : [...others, [uri.toString(), column] as const];
    void this.state.update(COLUMNS, Object.fromEntries(all.slice(-KEPT)));
  }

  #shown(): readonly string[] {
    return this.state.get<readonly string[]>(SHOWN, []);
  }

  #columns(): Readonly<Record<string, string>> {
    return this.state.get<Readonly<Record<string, string>>>(COLUMNS, {});
  }
}
