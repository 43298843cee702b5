import assert from 'node:assert/strict';
import fc from 'fast-check';
import { RangeTracker } from '../../../src/text/rangeTracker';
import type { TextChange } from '../../../src/text/edits';
import { takeSnapshot } from '../../../src/text/snapshot';
import type { DocumentRange, Snapshot } from '../../../src/text/snapshot';
import { tokenize } from '../../../src/text/tokenize';
import { hardText } from './alphabet';

/** A document that is edited as an editor would, with a tracker that follows. */
class Edited {
  readonly snapshot: Snapshot;
  readonly tracker: RangeTracker;

  constructor(
    public text: string,
    selections: readonly DocumentRange[] = [],
  ) {
    this.snapshot = takeSnapshot(text, selections);
    this.tracker = new RangeTracker(this.snapshot);
  }

  edit(...changes: readonly TextChange[]): this {
    for (const { rangeOffset, rangeLength, text } of [...changes].sort((a, b) => b.rangeOffset - a.rangeOffset)) {
      this.text = this.text.slice(0, rangeOffset) + text + this.text.slice(rangeOffset + rangeLength);
    }
    this.tracker.apply(changes, (start, end) => this.text.slice(start, end));
    return this;
  }

  /** The document's text where the snapshot range is said to be. */
  at(from: number, to: number): string {
    return this.tracker
      .toDocument(from, to)
      .map(({ start, end }) => this.text.slice(start, end))
      .join('');
  }

  stale(): readonly (readonly [number, number])[] {
    const { boundaries } = tokenize(this.snapshot.text, 'character');
    return this.tracker.staleTokens(boundaries.subarray(0, -1), boundaries.subarray(1));
  }
}

const change = (rangeOffset: number, rangeLength: number, text: string): TextChange => ({
  rangeOffset,
  rangeLength,
  text,
});

describe('RangeTracker', () => {
  it('maps a whole file to itself', () => {
    assert.deepEqual(new Edited('hello').tracker.toDocument(1, 3), [{ start: 1, end: 3 }]);
  });

  it('moves ranges by what is inserted before them', () => {
    const edited = new Edited('hello world').edit(change(0, 0, '>> '));
    assert.deepEqual(edited.tracker.toDocument(6, 11), [{ start: 9, end: 14 }]);
    assert.deepEqual(edited.stale(), []);
  });

  it('leaves ranges alone when something after them changes', () => {
    const edited = new Edited('hello world').edit(change(6, 5, 'you'));
    assert.deepEqual(edited.tracker.toDocument(0, 5), [{ start: 0, end: 5 }]);
  });

  it('reports replaced characters as stale, in one sorted list', () => {
    const edited = new Edited('abcdefgh').edit(change(1, 2, 'XY'), change(6, 1, ''));
    assert.deepEqual(edited.stale(), [
      [1, 3],
      [6, 7],
    ]);
    edited.edit(change(3, 3, ''));
    assert.deepEqual(edited.stale(), [[1, 7]]);
  });

  it('maps a range with an insertion inside to the two parts around it', () => {
    const edited = new Edited('abcd').edit(change(2, 0, '--'));
    assert.deepEqual(edited.tracker.toDocument(0, 4), [
      { start: 0, end: 2 },
      { start: 4, end: 6 },
    ]);
    assert.deepEqual(edited.stale(), []);
  });

  it('calls a character stale when something is inserted inside it', () => {
    assert.deepEqual(new Edited('a👍🏽b').edit(change(3, 0, 'x')).stale(), [[1, 2]]);
  });

  it('is fresh again after undo of typing, deleting and replacing', () => {
    const edited = new Edited('The cat sat.');
    for (const [offset, removed, typed] of [
      [4, '', 'big '],
      [4, 'cat', ''],
      [0, 'The', 'A'],
      [11, '.', '!'],
    ] as const) {
      edited.edit(change(offset, removed.length, typed)).edit(change(offset, typed.length, removed));
      assert.deepEqual(edited.stale(), []);
      assert.deepEqual(edited.tracker.toDocument(0, 12), [{ start: 0, end: 12 }]);
    }
  });

  it('is fresh again after the whole document was deleted and restored', () => {
    const edited = new Edited('one two three', [{ start: 4, end: 7 }]);
    edited.edit(change(0, 13, ''));
    assert.deepEqual(edited.stale(), [[0, 3]]);
    edited.edit(change(0, 0, 'one two three'));
    assert.deepEqual(edited.stale(), []);
    assert.equal(edited.at(0, 3), 'two');
  });

  it('stays stale when a restored text could be in two places', () => {
    const edited = new Edited('two two', [{ start: 4, end: 7 }]).edit(change(0, 7, '')).edit(change(0, 0, 'two two'));
    assert.deepEqual(edited.stale(), [[0, 3]]);
  });

  it('stays stale when other text stands where it was', () => {
    assert.deepEqual(
      new Edited('cat')
        .edit(change(0, 3, ''))
        .edit(change(0, 0, 'dog'))
        .stale(),
      [[0, 3]],
    );
  });

  it('follows several selections apart and leaves the newline between them unmapped', () => {
    const edited = new Edited('aa bb cc', [
      { start: 6, end: 8 },
      { start: 0, end: 2 },
    ]);
    assert.equal(edited.snapshot.text, 'aa\ncc');
    assert.deepEqual(edited.tracker.toDocument(0, 5), [
      { start: 0, end: 2 },
      { start: 6, end: 8 },
    ]);
    assert.deepEqual(edited.edit(change(2, 4, '')).stale(), []);
    assert.deepEqual(edited.tracker.toDocument(3, 5), [{ start: 2, end: 4 }]);
  });

  it('keeps pieces apart when the document brings them together', () => {
    const edited = new Edited('aa\n--\ncc', [
      { start: 0, end: 3 },
      { start: 6, end: 8 },
    ]);
    edited
      .edit(change(3, 3, ''))
      .edit(change(1, 0, 'x'))
      .edit(change(1, 1, ''));
    assert.deepEqual(edited.stale(), []);
    assert.deepEqual(edited.edit(change(3, 2, '')).stale(), [[3, 5]]);
  });

  it('finds the snapshot range of an editor selection and of a cursor, and null outside', () => {
    const edited = new Edited('..hello..', [{ start: 2, end: 7 }]).edit(change(0, 0, '....'));
    assert.deepEqual(edited.tracker.toSnapshot(7, 9), [1, 3]);
    assert.deepEqual(edited.tracker.toSnapshot(0, 8), [0, 2]);
    assert.deepEqual(edited.tracker.toSnapshot(8, 8), [2, 2]);
    assert.equal(edited.tracker.toSnapshot(0, 3), null);
    assert.equal(edited.tracker.toSnapshot(12, 12), null);
  });

  it('never maps a token to other text, whatever is edited, and maps each one or calls it stale', () => {
    const edits = fc.array(fc.array(fc.tuple(fc.nat(), fc.nat(6), hardText(4)), { minLength: 1, maxLength: 3 }), {
      maxLength: 12,
    });
    const selections = fc.array(fc.tuple(fc.nat(), fc.nat(20)), { maxLength: 3 });
    fc.assert(
      fc.property(
        hardText(),
        selections,
        edits,
        fc.constantFrom('character', 'word'),
        (text, picks, events, tokenizer) => {
          const within = (offset: number): number => offset % (text.length + 1);
          const ranges = picks.map(([start, length]) => ({
            start: within(start),
            end: Math.min(text.length, within(start) + length),
          }));
          const edited = new Edited(text, ranges);
          const glue = glueOffsets(edited.snapshot);
          const { boundaries } = tokenize(edited.snapshot.text, tokenizer as 'character' | 'word');
          const starts = boundaries.subarray(0, -1);
          const ends = boundaries.subarray(1);
          for (const event of events) {
            edited.edit(...separate(event, edited.text.length));
            const stale = new Set(
              edited.tracker
                .staleTokens(starts, ends)
                .flatMap(([a, b]) => Array.from({ length: b - a }, (_, i) => a + i)),
            );
            starts.forEach((start, i) => {
              const own = Array.from({ length: ends[i] - start }, (_, k) => start + k);
              const expected = own.filter((at) => !glue.has(at)).map((at) => edited.snapshot.text[at]);
              if (!stale.has(i)) assert.equal(edited.at(start, ends[i]), expected.join(''));
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps every untouched character exactly where the document has it', () => {
    const edits = fc.array(fc.tuple(fc.nat(), fc.nat(6), hardText(4)), { maxLength: 20 });
    fc.assert(
      fc.property(hardText(), edits, (text, events) => {
        const edited = new Edited(text);
        // The same document as a list of the snapshot offsets its characters came from, null for new ones.
        const origins: (number | null)[] = Array.from(text.split(''), (_, i) => i);
        for (const event of events) {
          const [{ rangeOffset, rangeLength, text: typed }] = separate([event], edited.text.length);
          edited.edit(change(rangeOffset, rangeLength, typed));
          origins.splice(rangeOffset, rangeLength, ...typed.split('').map(() => null));
          origins.forEach((from, at) => {
            if (from !== null)
              assert.deepEqual(edited.tracker.toDocument(from, from + 1), [{ start: at, end: at + 1 }]);
          });
        }
      }),
    );
  });

  it('finds every token again after an edit and its undo', () => {
    fc.assert(
      fc.property(hardText(), fc.nat(), fc.nat(10), hardText(5), (text, place, length, typed) => {
        const edited = new Edited(text);
        const offset = place % (text.length + 1);
        const removed = text.slice(offset, offset + length);
        edited.edit(change(offset, removed.length, typed)).edit(change(offset, typed.length, removed));
        assert.deepEqual(edited.stale(), []);
      }),
    );
  });
});

/** Changes that do not overlap, as editors report them. */
function separate(event: readonly (readonly [number, number, string])[], length: number): readonly TextChange[] {
  const changes: TextChange[] = [];
  let free = 0;
  for (const [offset, removed, text] of [...event].sort((a, b) => (a[0] % (length + 1)) - (b[0] % (length + 1)))) {
    const rangeOffset = offset % (length + 1);
    if (rangeOffset < free) continue;
    const rangeLength = Math.min(removed, length - rangeOffset);
    changes.push(change(rangeOffset, rangeLength, text));
    free = rangeOffset + Math.max(1, rangeLength);
  }
  return changes.reverse();
}

/** Offsets of the newlines between pieces. */
function glueOffsets({ text, pieces }: Snapshot): ReadonlySet<number> {
  const offsets = new Set(Array.from({ length: text.length }, (_, i) => i));
  for (const { from, start, end } of pieces) for (let i = from; i < from + end - start; i++) offsets.delete(i);
  return offsets;
}
