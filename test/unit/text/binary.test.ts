import assert from 'node:assert/strict';
import { describeBinary } from '../../../src/text/binary';

describe('describeBinary', () => {
  it('has nothing to say about prose, code, emoji and right-to-left text', () => {
    for (const text of ['Hello,\r\n\tworld.\n', 'if (a < b) { return 👍🏽; }', 'שלום עולם', '']) {
      assert.equal(describeBinary(text.repeat(20)), null);
    }
  });

  it('allows a few NULs and control characters inside text, however short', () => {
    assert.equal(describeBinary('a\0b'), null);
    assert.equal(describeBinary(`${'text '.repeat(100)}\0\0\0\x01\x02`), null);
  });

  it('allows lone surrogates', () => {
    assert.equal(describeBinary('\ud83d'.repeat(100)), null);
  });

  it('names NULs and the encoding for UTF-16 read as something else', () => {
    assert.match(describeBinary('h\0e\0l\0l\0o\0'.repeat(10))!, /50 %.*NUL.*Reopen with Encoding/);
  });

  it('recognises binary content by its control characters', () => {
    const bytes = Array.from({ length: 512 }, (_, i) => String.fromCharCode((i * 37) % 256)).join('');
    assert.match(describeBinary(bytes)!, /control characters.*Select readable text/);
  });

  it('recognises a wrong encoding by the replacement characters', () => {
    assert.match(describeBinary('ab\ufffd'.repeat(20))!, /33 %.*could not be decoded/);
  });
});
