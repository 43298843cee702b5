import type { ReadDocument } from '../../src/protocol/sentiment';

/** Asked for at once: what fills a tall screen, and no more than the host allows. */
const MOST = 200;

/**
 * The words of the sentences in sight, fetched when they are first seen. A new state of the document makes every
 * excerpt old: it is shown until its successor comes, so that the list does not flicker while a document is read.
 */
export class Excerpts {
  private document: ReadDocument | null = null;
  private known = new Map<string, string>();
  private fresh = new Set<number>();
  private fetching = false;

  constructor(
    private readonly fetch: (document: string, indices: readonly number[]) => Promise<readonly string[]>,
    private readonly onChange: () => void,
  ) {}

  /** The words of a sentence; empty while they are on their way. */
  of(document: ReadDocument, index: number): string {
    return this.known.get(placeOf(document, index)) ?? '';
  }

  /** To be called after every drawing, with the sentences in sight. */
  want(document: ReadDocument, indices: readonly number[]): void {
    if (document !== this.document) {
      if (document.document !== this.document?.document) this.known.clear();
      this.document = document;
      this.fresh = new Set();
    }
    const missing = indices.filter((index) => !this.fresh.has(index)).slice(0, MOST);
    if (missing.length > 0 && !this.fetching) void this.get(document, missing);
  }

  private async get(document: ReadDocument, indices: readonly number[]): Promise<void> {
    this.fetching = true;
    const texts = await this.fetch(document.document, indices).catch(() => null);
    this.fetching = false;
    // Indices count sentences of the document as it was then: an answer that a newer state overtook fits nothing.
    if (document === this.document) {
      indices.forEach((index, i) => {
        this.fresh.add(index);
        const text = texts?.[i];
        if (text !== undefined) this.known.set(placeOf(document, index), text.replace(/\s+/g, ' ').trim());
      });
    }
    this.onChange();
  }
}

function placeOf({ starts, ends }: ReadDocument, index: number): string {
  return `${starts[index]}:${ends[index]}`;
}
