import assert from 'node:assert/strict';
import type { RunSummary } from '../../../src/protocol/messages';
import { SCALARS } from '../../../src/protocol/run';
import type { RunPhase, ScalarName } from '../../../src/protocol/run';
import {
  countText,
  lossText,
  runDescription,
  runTooltip,
  statusLabel,
  statusText,
  uniqueName,
} from '../../../src/host/runWords';
import { t } from './translate';

function summary(phase: RunPhase, values: Partial<Record<ScalarName, number>> = {}): RunSummary {
  const scalars = Float64Array.from(SCALARS, (name) => values[name] ?? NaN);
  return { run: 'r', name: 'river.txt', phase, reason: null, maxSteps: 3000, unit: 'token', scalars };
}

describe('words about a run', () => {
  it('give phase, step and loss in the status bar', () => {
    const text = statusText(summary('running', { step: 12345, trainLoss: 2.11349 }), t);
    assert.equal(text, '$(sync~spin) training · step 12,345 · loss 2.113');
  });

  it('say that a run is being prepared while it has no loss', () => {
    assert.match(statusText(summary('preparing'), t), /preparing/);
  });

  it('tell a screen reader what the icon means', () => {
    const label = statusLabel(summary('paused', { step: 3, trainLoss: 1.5 }), t);
    assert.match(label, /river\.txt: paused, step 3, loss 1\.500/);
  });

  it('show an infinite loss as such and a missing one as a dash', () => {
    assert.deepEqual([lossText(Infinity), lossText(NaN), lossText(0)], ['∞', '–', '0.000']);
  });

  it('keep an exploding loss short', () => {
    assert.equal(lossText(27_991_191.232), '2.80e+7');
  });

  it('separate thousands', () => {
    assert.deepEqual([0, 999, 1000, 1234567].map(countText), ['0', '999', '1,000', '1,234,567']);
  });

  it('put state, loss and model into a list entry, and leave out what is not known', () => {
    assert.equal(
      runDescription(summary('finished', { trainLoss: 1.25 }), 'LSTM · 64 units', t),
      'finished · loss 1.250 · LSTM · 64 units',
    );
    assert.equal(runDescription(summary('preparing'), '', t), 'preparing');
  });

  it('name in the tooltip why a run ended', () => {
    const reason = { code: 'maxSteps', message: 'Finished after 30 steps.' } as const;
    const tooltip = runTooltip({ ...summary('finished', { step: 30 }), reason }, 'GRU', 'a.txt', t);
    assert.match(tooltip, /finished at step 30\nGRU\nText: a\.txt/);
    assert.match(tooltip, /Finished after 30 steps\.$/);
  });

  it('number names that are taken', () => {
    assert.equal(uniqueName('a', []), 'a');
    assert.equal(uniqueName('a', ['a', 'a (2)']), 'a (3)');
  });
});
