/** What lists and the status bar say about a run. Words only: no VS Code here. */
import { scalar } from '../protocol/run';
import type { RunPhase } from '../protocol/run';
import type { RunSummary } from '../protocol/messages';
import type { Translate } from './translate';

/** Product icon of each phase; it never carries the meaning alone, `phaseLabel` stands beside it. */
const ICONS: Readonly<Record<RunPhase, string>> = {
  preparing: 'loading~spin',
  running: 'sync~spin',
  paused: 'debug-pause',
  finished: 'pass',
  stopped: 'debug-stop',
  failed: 'error',
};

export function phaseIcon(phase: RunPhase): string {
  return ICONS[phase];
}

function phaseLabel(phase: RunPhase, t: Translate): string {
  switch (phase) {
    case 'preparing':
      return t('preparing');
    case 'running':
      return t('training');
    case 'paused':
      return t('paused');
    case 'finished':
      return t('finished');
    case 'stopped':
      return t('stopped');
    case 'failed':
      return t('failed');
  }
}

/** A loss in nats; NaN means that there is none yet. */
export function lossText(loss: number): string {
  if (Number.isNaN(loss)) return '–';
  if (loss === Infinity) return '∞';
  return loss < 1000 ? loss.toFixed(3) : loss.toExponential(2);
}

/** Steps with thousands separated, independent of the machine's locale. */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** The step of a run; 0 before its first. */
function stepOf(summary: RunSummary): number {
  const step = scalar(summary.scalars, 'step');
  return Number.isFinite(step) ? step : 0;
}

/** `training · loss 2.113 · LSTM · 64 units · 1 layer`, the gist of a run in one line. */
export function runDescription(summary: RunSummary, modelLine: string, t: Translate): string {
  const loss = scalar(summary.scalars, 'trainLoss');
  const parts = [phaseLabel(summary.phase, t)];
  if (!Number.isNaN(loss)) parts.push(t('loss {0}', lossText(loss)));
  if (modelLine !== '') parts.push(modelLine);
  return parts.join(' · ');
}

/** Everything a list knows about a run, one fact a line. */
export function runTooltip(summary: RunSummary, modelLine: string, document: string, t: Translate): string {
  const validation = scalar(summary.scalars, 'validationLoss');
  return [
    t('{0}: {1} at step {2}', summary.name, phaseLabel(summary.phase, t), countText(stepOf(summary))),
    modelLine,
    t('Text: {0}', document),
    t('Training loss {0}', nats(scalar(summary.scalars, 'trainLoss'), summary, t)),
    Number.isNaN(validation) ? '' : t('Validation loss {0}', nats(validation, summary, t)),
    summary.reason?.message ?? '',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

/** `$(sync~spin) step 1,200 · loss 2.113`: short, as the status bar asks. */
export function statusText(summary: RunSummary, t: Translate): string {
  const icon = `$(${phaseIcon(summary.phase)})`;
  if (summary.phase === 'preparing') return `${icon} ${t('Unroll: preparing')}`;
  const loss = lossText(scalar(summary.scalars, 'trainLoss'));
  return `${icon} ${phaseLabel(summary.phase, t)} · ${t('step {0}', countText(stepOf(summary)))} · ${t('loss {0}', loss)}`;
}

/** What a screen reader says of the status bar item. */
export function statusLabel(summary: RunSummary, t: Translate): string {
  return t(
    'Unroll, {0}: {1}, step {2}, loss {3}. Open the panel.',
    summary.name,
    phaseLabel(summary.phase, t),
    countText(stepOf(summary)),
    nats(scalar(summary.scalars, 'trainLoss'), summary, t),
  );
}

function nats(loss: number, { unit }: RunSummary, t: Translate): string {
  return unit === 'token' ? t('{0} nats per token', lossText(loss)) : t('{0} nats per example', lossText(loss));
}

/** The name itself, or with the first free number behind it. */
export function uniqueName(name: string, taken: readonly string[]): string {
  for (let n = 2, free = name; ; free = `${name} (${n++})`) if (!taken.includes(free)) return free;
}
