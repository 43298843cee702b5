import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readContrast } from '../../../bench/sentiment/contrast';
import { fingerprint, foreignSentences, readDatasets, type Dataset } from '../../../src/sentiment/train/datasets.node';

const FOLDER = '../shared/data';

describe('labelled sets', () => {
  it('know a text again by its words alone', () => {
    assert.equal(fingerprint('Do n’t  panic!'), fingerprint("don't PANIC"));
    assert.notEqual(fingerprint(':)'), fingerprint(':('));
  });

  describe('of the data folder', function () {
    this.timeout(60_000);
    let sets: readonly Dataset[];

    before(function () {
      if (!existsSync(FOLDER)) {
        console.log(`      skipped: no ${FOLDER}`);
        this.skip();
      }
      sets = readDatasets(FOLDER);
    });

    it('learn from no text that any of them is judged by', () => {
      const judged = new Set(sets.flatMap(({ test }) => test.map(({ text }) => fingerprint(text))));
      for (const { name, train } of sets)
        assert.deepEqual(train.filter(({ text }) => judged.has(fingerprint(text))).slice(0, 3), [], name);
    });

    it('learn from no snippet that SST’s dev sentences were cut from', () => {
      const dev = sets.find(({ name }) => name === 'sst-trees')!.test.map(({ text }) => fingerprint(text));
      const snippets = sets.find(({ name }) => name === 'rt-polarity')!.train.map(({ text }) => fingerprint(text));
      const cut = dev.filter(
        (sentence) => sentence.length > 20 && snippets.some((snippet) => snippet.includes(sentence)),
      );
      assert.deepEqual(cut, []);
    });

    it('hold no sentence of the contrast set', () => {
      const known = new Set(
        sets.flatMap(({ train, test }) => [...train, ...test]).map(({ text }) => fingerprint(text)),
      );
      const written = readContrast().flatMap(({ sides }) => sides.map(({ text }) => text));
      assert.deepEqual(
        written.filter((text) => known.has(fingerprint(text))),
        [],
      );
    });

    it('are split as published, or keep back about a fifth', () => {
      const size = (name: string): number => sets.find((set) => set.name === name)!.test.length;
      assert.equal(size('sst2'), 872);
      assert.equal(size('sst-trees'), 1101);
      assert.equal(size('tweeteval'), 2000);
      for (const name of ['uci-amazon', 'uci-imdb', 'senti4sd', 'pull-requests', 'customer-reviews']) {
        const { train, test } = sets.find((set) => set.name === name)!;
        const share = test.length / (test.length + train.length);
        assert.ok(share > 0.17 && share < 0.23, `${name}: ${share}`);
      }
    });

    it('count as open only where the stated terms let weights be shipped', () => {
      assert.deepEqual(
        sets.filter(({ open }) => open).map(({ name }) => name),
        [
          'rt-polarity',
          'uci-amazon',
          'uci-imdb',
          'senti4sd',
          'pull-requests',
          'goemotions',
          'tweeteval',
          'subj-objective',
        ],
      );
    });

    it('hold examples with words', () => {
      for (const { name, train, test } of sets) {
        assert.ok(train.length + test.length > 0, name);
        assert.deepEqual(
          [...train, ...test].filter(({ text }) => text.trim() === ''),
          [],
          name,
        );
      }
    });

    it('have sentences of another language', () => {
      const found = foreignSentences(FOLDER, 100);
      assert.ok(found.length >= 100 && found.length < 110, String(found.length));
      assert.ok(found.every(({ text, label }) => text.length > 0 && label === 'neutral'));
    });
  });
});
