import type { RunConfig } from '../protocol/run';
import { checkSettings } from './config';
import { RunFailed } from './runFailed';

/** What a branch may change: how training goes on. Anything else makes another model, or reads the text otherwise. */
const CHANGEABLE: ReadonlySet<keyof RunConfig> = new Set<keyof RunConfig>([
  'learningRate',
  'optimizer',
  'momentum',
  'clipNorm',
  'schedule',
  'scheduleSteps',
  'scheduleFactor',
  'warmupSteps',
  'accumulate',
  'dropout',
  'truncation',
  'maxSteps',
  'patience',
]);

/**
 * The settings of a run that goes on from another's state. With another optimiser its moments and its count of steps begin
 * anew. Throws a `RunFailed` with words for a change that needs a new run.
 */
export function branchConfig(config: RunConfig, changes: Partial<RunConfig>): RunConfig {
  for (const [key, value] of Object.entries(changes) as [keyof RunConfig, unknown][])
    if (value !== config[key] && !CHANGEABLE.has(key))
      throw new RunFailed(
        'badInput',
        `A branch cannot change ${key}: that makes another model. Train a new run instead.`,
      );
  const branched = { ...config, ...changes };
  const problem = checkSettings(branched);
  if (problem !== null) throw new RunFailed('badInput', problem);
  return branched;
}
