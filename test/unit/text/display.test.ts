import assert from 'node:assert/strict';
import fc from 'fast-check';
import { displayToken } from '../../../src/text/display';
import { hardText } from './alphabet';

describe('displayToken', () => {
  it('shows plain tokens as they are', () => {
    for (const token of ['a', 'don’t', '👩‍👩‍👧', 'e\u0301', '日本']) assert.equal(displayToken(token), token);
  });

  it('shows blanks, newlines and control characters as signs', () => {
    const signs = { ' ': '␣', '\n': '⏎', '\r\n': '↵', '\r': '␍', '\t': '⇥', '\0': '␀', '\x1b': '␛', '\u00a0': '⍽' };
    for (const [token, sign] of Object.entries(signs)) assert.equal(displayToken(token), sign);
  });

  it('shows what has neither shape nor sign as its code point', () => {
    assert.equal(displayToken('\u200d'), 'U+200D');
    assert.equal(displayToken('\ud83d'), 'U+D83D');
    assert.equal(displayToken('\u202e'), 'U+202E');
  });

  it('counts runs of one blank when they are long', () => {
    assert.equal(displayToken('   '), '␣␣␣');
    assert.equal(displayToken('        '), '␣×8');
    assert.equal(displayToken('\t\t\t\t'), '⇥×4');
  });

  it('puts a lone mark on a dotted circle', () => {
    assert.equal(displayToken('\u0301'), '◌\u0301');
  });

  it('isolates right-to-left tokens so that they do not reorder their neighbours', () => {
    assert.equal(displayToken('שלום'), '\u2068שלום\u2069');
  });

  it('shortens long tokens to 24 signs', () => {
    assert.equal(displayToken('a'.repeat(1000)), `${'a'.repeat(23)}…`);
  });

  it('shows something visible for every token that is not empty', () => {
    fc.assert(
      fc.property(hardText(3), (token) => {
        if (token !== '') assert.match(displayToken(token), /[^\p{C}\p{Z}]/u);
      }),
    );
  });
});
