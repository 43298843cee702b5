import assert from 'node:assert/strict';
import type { Reading } from '../../../../src/protocol/sentiment';
import {
  percent,
  signed,
  sparkline,
  statusLabel,
  statusText,
  summaryWords,
  wordsThatMattered,
} from '../../../../src/host/sentiment/sentimentWords';
import { strongest, summarise } from '../../../../src/host/sentiment/summary';
import { NO_SENTENCES } from '../../../../src/host/sentiment/sentences';
import { t } from '../translate';
import { SENTIMENT, TOPICS, sentences } from './readers';

const READ = { done: 40, total: 40, finished: true };
const known = sentences([
  [0, 10, 2, 0.9],
  [10, 20, 1, 0.9],
  [20, 30, 2, 0.7],
  [30, 40, 0, 0.8],
]);
const summary = summarise(SENTIMENT, known);

/** Only what the words ask of a reading. */
const reading = (parts: Partial<Reading>): Reading => ({ reader: SENTIMENT, explained: 2, ...parts }) as Reading;
const running = (scores: readonly number[]): Float64Array =>
  Float64Array.from(scores.flatMap((score) => [(1 - score) / 2, 0, (1 + score) / 2]));

describe('the summary of a document', () => {
  it('counts each label and averages the scores', () => {
    assert.deepEqual(summary.counts, [1, 1, 2]);
    assert.ok(Math.abs(summary.meanScore - (0.85 + 0 + 0.55 - 0.7) / 4) < 1e-6);
  });

  it('finds the strongest sentences, without the neutral ones', () => {
    assert.deepEqual(strongest(SENTIMENT, known), [0, 3, 2]);
  });
});

describe('the status bar', () => {
  it('shows how far the reading is', () => {
    assert.equal(statusText(null, summary, READ, t), '$(loading~spin) Sentiment');
    const progress = { done: 10, total: 40, finished: false };
    assert.equal(statusText(SENTIMENT, summary, progress, t), '$(loading~spin) Sentiment 25 %');
    assert.match(statusLabel(SENTIMENT, summary, progress, t), /is being read/);
  });

  it('shows the share of each side and the mean score', () => {
    assert.equal(statusText(SENTIMENT, summary, READ, t), '$(triangle-up) 50 % $(triangle-down) 25 % +0.17');
  });

  it('says it in words for those who cannot see it', () => {
    assert.match(statusLabel(SENTIMENT, summary, READ, t), /50 % positive, 25 % neutral, 25 % negative/);
    assert.match(summaryWords(SENTIMENT, summary, t), /^4 sentences: .*; mean score \+0\.17$/);
  });

  it('says when there is nothing to read', () => {
    const nothing = summarise(SENTIMENT, NO_SENTENCES);
    assert.equal(statusText(SENTIMENT, nothing, { done: 0, total: 0, finished: true }, t), '$(comment) no sentences');
  });

  it('names the commonest labels of a model that knows no sides', () => {
    const topics = summarise(TOPICS, sentences([[0, 9, 1, 0.9]], 2));
    assert.equal(statusText(TOPICS, topics, READ, t), '$(tag) boats 100 % · rivers 0 %');
    assert.ok(!summaryWords(TOPICS, topics, t).includes('score'));
  });
});

describe('numbers', () => {
  it('have their sign, and none at zero', () => {
    assert.deepEqual(
      [0.156, -0.156, 0.001, -0.001, NaN].map((value) => signed(value)),
      ['+0.16', '−0.16', '0.00', '0.00', '–'],
    );
    assert.equal(percent(0.245), '25 %');
  });
});

describe('the running score as text', () => {
  it('has a block a word, low for negative and high for positive', () => {
    assert.equal(sparkline(reading({ running: running([-1, 0, 1]) })), '▁▅█');
  });

  it('averages the words of a long sentence', () => {
    const line = sparkline(reading({ running: running(Array.from({ length: 1000 }, (_, i) => i / 500 - 1)) }));
    assert.equal(line.length, 32);
    assert.ok(line.startsWith('▁') && line.endsWith('█'));
  });

  it('follows the explained label where labels have no side', () => {
    const two = Float64Array.of(0.99, 0.01, 0.01, 0.99);
    assert.equal(sparkline(reading({ reader: TOPICS, explained: 1, running: two })), '▁█');
  });
});

describe('the words that mattered', () => {
  it('are the strongest first, with their share of all', () => {
    const words = wordsThatMattered(
      reading({
        text: 'not a good idea',
        starts: Int32Array.of(0, 4, 6, 11),
        ends: Int32Array.of(3, 5, 10, 15),
        integrated: Float64Array.of(-3, 0.01, 0.9, 0.09),
      }),
    );
    assert.deepEqual(
      words.map(({ word, share }) => `${word} ${share.toFixed(3)}`),
      ['not -0.750', 'good 0.225'],
    );
  });

  it('are none when nothing mattered', () => {
    const nothing = { text: 'so', starts: Int32Array.of(0), ends: Int32Array.of(2), integrated: Float64Array.of(0) };
    assert.deepEqual(wordsThatMattered(reading(nothing)), []);
  });
});
