/** The settings of package.json as the configuration of a run. */
import type { RunConfig } from '../protocol/run';
import { DEFAULT_CONFIG, checkSettings } from '../training/config';

/** Setting (after `unroll.`) of each part of a configuration that users may choose. */
export const SETTINGS = {
  cell: 'model.cell',
  hiddenSize: 'model.hiddenSize',
  layers: 'model.layers',
  embeddingSize: 'model.embeddingSize',
  dropout: 'model.dropout',
  tied: 'model.tiedWeights',
  bidirectional: 'model.bidirectional',
  sequenceLength: 'training.sequenceLength',
  batchSize: 'training.batchSize',
  learningRate: 'training.learningRate',
  optimizer: 'training.optimizer',
  momentum: 'training.momentum',
  schedule: 'training.schedule',
  scheduleSteps: 'training.scheduleSteps',
  scheduleFactor: 'training.scheduleFactor',
  warmupSteps: 'training.warmupSteps',
  accumulate: 'training.accumulateBatches',
  clipNorm: 'training.clipNorm',
  carryState: 'training.carryState',
  seed: 'training.seed',
  maxSteps: 'training.maxSteps',
  patience: 'training.patience',
  tokenizer: 'text.tokenizer',
  maxVocabulary: 'text.maxVocabulary',
} as const satisfies Partial<Record<keyof RunConfig, string>>;

type SettingKey = keyof typeof SETTINGS;
const KEYS = Object.keys(SETTINGS) as SettingKey[];

/** A configuration, or what is wrong with it in words; `setting` names the culprit where it is one. */
export type CheckedConfig =
  { readonly config: RunConfig } | { readonly problem: string; readonly setting: string | null };

/** Settings by name; what is not set, or set to null, is the default. */
export function configFromSettings(get: (setting: string) => unknown): CheckedConfig {
  const chosen = KEYS.map((key) => [key, get(SETTINGS[key])] as const).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  return configFrom(Object.fromEntries(chosen));
}

/** Defaults with some parts chosen. Values may be anything: a settings file is written by hand. */
export function configFrom(parts: Readonly<Partial<Record<keyof RunConfig, unknown>>>): CheckedConfig {
  const config = { ...DEFAULT_CONFIG, ...parts } as RunConfig;
  const wrongType = (Object.keys(DEFAULT_CONFIG) as (keyof RunConfig)[]).find(
    (key) => typeof config[key] !== typeof DEFAULT_CONFIG[key],
  );
  if (wrongType !== undefined) {
    const name = settingOf(wrongType);
    const kind = typeof DEFAULT_CONFIG[wrongType];
    const problem = `${name === null ? wrongType : `unroll.${name}`} must be a ${kind}, not ${JSON.stringify(config[wrongType])}. Change it and train again.`;
    return { problem, setting: name };
  }
  const problem = checkSettings(config);
  if (problem === null) return { config };
  const culprit = KEYS.find((key) => checkSettings({ ...DEFAULT_CONFIG, [key]: config[key] }) !== null);
  return { problem, setting: culprit === undefined ? null : SETTINGS[culprit] };
}

function settingOf(key: keyof RunConfig): string | null {
  return key in SETTINGS ? SETTINGS[key as SettingKey] : null;
}
