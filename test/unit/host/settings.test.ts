import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SETTINGS, configFrom, configFromSettings } from '../../../src/host/settings';
import { DEFAULT_CONFIG } from '../../../src/training/config';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command?: string }[]>>;
    readonly configuration: readonly {
      readonly properties: Readonly<Record<string, { readonly default: unknown; readonly enum?: readonly unknown[] }>>;
    }[];
  };
}
const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
const { contributes } = JSON.parse(text) as Manifest;
const properties = Object.assign({}, ...contributes.configuration.map((group) => group.properties)) as Record<
  string,
  { default: unknown; enum?: unknown[] }
>;

describe('settings', () => {
  it('have in the manifest the defaults that runs have', () => {
    const ofRuns = Object.entries(properties).filter(([name]) => !name.startsWith('unroll.sentiment.'));
    const manifest = Object.fromEntries(ofRuns.map(([name, { default: value }]) => [name, value]));
    const runs = Object.entries(SETTINGS).map(([key, name]) => [
      `unroll.${name}`,
      DEFAULT_CONFIG[key as keyof typeof SETTINGS],
    ]);
    assert.deepEqual(manifest, Object.fromEntries(runs));
  });

  it('offer only choices that a run accepts', () => {
    for (const [key, name] of Object.entries(SETTINGS))
      for (const choice of properties[`unroll.${name}`]!.enum ?? [])
        assert.ok('config' in configFrom({ [key]: choice }), `${name}: ${String(choice)}`);
  });

  it('that are not set are the defaults', () => {
    assert.deepEqual(
      configFromSettings(() => undefined),
      { config: DEFAULT_CONFIG },
    );
  });

  it('make the configuration of a run', () => {
    const chosen = configFromSettings((name) => ({ 'model.cell': 'gru', 'training.learningRate': 0.1 })[name]);
    assert.deepEqual(chosen, { config: { ...DEFAULT_CONFIG, cell: 'gru', learningRate: 0.1 } });
  });

  for (const [setting, value] of [
    ['model.hiddenSize', 0],
    ['model.hiddenSize', 10_000],
    ['model.hiddenSize', '64'],
    ['model.layers', 5],
    ['training.learningRate', -1],
    ['training.carryState', 'yes'],
    ['model.cell', 'transformer'],
    ['text.tokenizer', 'bytes'],
  ] as const)
    it(`names ${setting} when it is ${JSON.stringify(value)}`, () => {
      const checked = configFromSettings((name) => (name === setting ? value : undefined));
      assert.ok('problem' in checked);
      assert.equal(checked.setting, setting);
      assert.match(checked.problem, /must be/);
    });

  it('are all described in words', () => {
    const nls = JSON.parse(readFileSync(new URL('../../../package.nls.json', import.meta.url), 'utf8')) as object;
    const missing = [...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key!).filter((key) => !(key in nls));
    assert.deepEqual(missing, []);
    const used = new Set([...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key));
    assert.deepEqual(
      Object.keys(nls).filter((key) => !used.has(key)),
      [],
    );
  });
});

describe('menus', () => {
  it('name only commands that exist', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    const used = Object.values(contributes.menus).flatMap((menu) => menu.flatMap(({ command }) => command ?? []));
    assert.deepEqual(
      used.filter((command) => !known.has(command)),
      [],
    );
  });
});
