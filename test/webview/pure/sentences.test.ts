import { strict as assert } from 'node:assert';
import { formatSigned } from '../../../webview/core/format';
import { countLabels, leans, listed, scoreOf, smoothed, spanFor } from '../../../webview/sentiment/strength';
import { listWindow, scrollToRow } from '../../../webview/sentiment/window';
import { makeDocument, OWN_READER, READER } from '../readings';

describe('sentences of a document', () => {
  it('scores a sentence by what its labels lean to, and without leanings by how sure its label is', () => {
    const document = makeDocument(50);
    const [negative, , positive] = document.probabilities.subarray(3 * 7, 3 * 8);
    assert.equal(scoreOf(document, 7), positive! - negative!);
    const own = makeDocument(50, OWN_READER);
    assert.ok(leans(READER) && !leans(OWN_READER));
    assert.equal(scoreOf(own, 7), Math.max(...own.probabilities.subarray(5 * 7, 5 * 8)));
  });

  it('counts and filters labels', () => {
    const document = makeDocument(300);
    const counts = countLabels(document);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      300,
    );
    const positive = listed(document, (label) => label === 2, 'text');
    assert.equal(positive.length, counts[2]);
    assert.deepEqual(
      [...positive],
      [...positive].sort((a, b) => a - b),
    );
  });

  it('smooths by means of neighbours, fewer at the ends', () => {
    assert.deepEqual([...smoothed(Float64Array.of(3, 0, 6, 3), 3)], [1.5, 3, 3, 4.5]);
    assert.equal(spanFor(1), 3);
    assert.equal(spanFor(6000) % 2, 1);
  });
});

describe('window of a list', () => {
  it('holds the rows in sight and a few on either side', () => {
    const { from, to, top, height } = listWindow(5000, 60, 600, 60 * 1000 + 30);
    assert.deepEqual([from, to, top, height], [996, 1015, 60 * 996, 60 * 5000]);
    assert.deepEqual(listWindow(3, 60, 600, 0), { height: 180, from: 0, to: 3, top: 0 });
  });

  it('reaches the last of a million rows although no element may be so tall', () => {
    const [count, row, view] = [1_000_000, 62, 620];
    const { height } = listWindow(count, row, view, 0);
    assert.ok(height < 10_000_000);
    const end = listWindow(count, row, view, height - view);
    assert.equal(end.to, count);
    assert.ok(Math.abs(end.top + (count - end.from) * row - height) < 1, 'the last row ends where the element does');
    const scroll = scrollToRow(500_000, count, row, view, 0);
    const middle = listWindow(count, row, view, scroll);
    assert.ok(middle.from <= 500_000 && middle.to > 500_000);
  });

  it('scrolls no further than it must', () => {
    assert.equal(scrollToRow(5, 100, 60, 600, 0), 0);
    assert.equal(scrollToRow(10, 100, 60, 600, 0), 60);
    assert.equal(scrollToRow(2, 100, 60, 600, 300), 120);
    assert.equal(scrollToRow(50, 100, 60, 600, 300), 50.5 * 60 - 300, 'what lies far away comes to the middle');
    assert.equal(scrollToRow(1, 100, 60, 600, 3000), 0);
  });
});

describe('a difference as text', () => {
  it('is 0 only when it is exactly zero', () => {
    assert.equal(formatSigned(0, 2), '0');
    assert.equal(formatSigned(-0, 2), '0');
    assert.equal(formatSigned(0.126, 2), '+0.13');
    assert.equal(formatSigned(-12.34, 1), '−12.3');
    assert.equal(formatSigned(1e-9, 2), '+1 × 10⁻⁹');
    assert.equal(formatSigned(-0.0021, 2), '−0.002');
    assert.equal(formatSigned(NaN, 2), '–');
  });
});
