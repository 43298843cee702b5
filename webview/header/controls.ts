import type { RunAction } from '../../src/protocol/messages';
import type { RunPhase } from '../../src/protocol/run';

/** One run control in a phase: what it is called then, and whether it works. */
interface RunControl {
  readonly action: RunAction;
  readonly label: string;
  readonly enabled: boolean;
  readonly title: string;
}

/** The four run controls, always in the same places, so that a pressed button keeps the focus. */
export function runControls(phase: RunPhase): readonly RunControl[] {
  const running = phase === 'running';
  const paused = phase === 'paused';
  const ended = phase === 'finished' || phase === 'stopped';
  return [
    running
      ? { action: 'pause', label: 'Pause', enabled: true, title: 'Pause after the step under way' }
      : {
          action: 'start',
          label: ended ? 'Continue' : 'Start',
          enabled: paused || ended,
          title: ended ? 'Train on from the last step' : 'Train until paused',
        },
    { action: 'step', label: 'Step', enabled: paused, title: 'Make one training step' },
    { action: 'stop', label: 'Stop', enabled: running || paused, title: 'End the run and keep its last checkpoint' },
    {
      action: 'reset',
      label: 'Reset',
      enabled: phase !== 'preparing' && phase !== 'running',
      title: 'Back to step 0 with the same seed',
    },
  ];
}

/** A phase as people say it. */
export const PHASE_WORDS: Readonly<Record<RunPhase, string>> = {
  preparing: 'Preparing',
  running: 'Training',
  paused: 'Paused',
  finished: 'Finished',
  stopped: 'Stopped',
  failed: 'Failed',
};
