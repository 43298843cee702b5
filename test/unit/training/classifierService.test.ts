import assert from 'node:assert/strict';
import { workerGuards } from '../../../src/protocol/guards';
import type { WorkerEvents } from '../../../src/protocol/messages';
import type { RunConfig } from '../../../src/protocol/run';
import { trainingService } from '../../../src/training/service';
import { moods, toTabs } from '../tasks/labelledFiles';
import { SMALL } from './corpus';

type Progress = Parameters<WorkerEvents['progress']>[0];

/** A worker's service that trains a classifier, and all that it told. */
async function classifier(config: Partial<RunConfig> = {}, checkpoint: Uint8Array | null = null) {
  const told: Progress[] = [];
  const events: WorkerEvents = {
    progress: (args) => void told.push(args),
    frame: () => undefined,
    recovery: () => undefined,
  };
  const service = trainingService(events, {
    afterMessages: (callback) => void setImmediate(callback),
    encodeClassifier: ({ labels, step }, name) => new TextEncoder().encode(`${name}: ${labels.join()} at ${step}`),
  });
  const full = { ...SMALL, task: 'classification', sequenceLength: 16, maxSteps: 60, ...config };
  const info = await service.create({ run: 'r', config: full, text: toTabs(moods(60)), checkpoint, flag: null });
  return { service, told, info };
}

async function ended({ service, told }: Awaited<ReturnType<typeof classifier>>): Promise<void> {
  await service.start({ run: 'r' });
  while (told.at(-1)!.phase !== 'finished') await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a worker that trains a classifier', () => {
  it('tells each validation’s confusion once, within the guards', async () => {
    const run = await classifier();
    await ended(run);
    const confusions = run.told.flatMap(({ confusion }) => confusion ?? []);
    assert.ok(confusions.length > 0);
    assert.equal(new Set(confusions.map(({ step }) => step)).size, confusions.length);
    for (const { counts } of confusions)
      assert.equal(
        counts.reduce((a, b) => a + b),
        6,
      );
    for (const progress of run.told) assert.equal(workerGuards.args.progress(progress), null);
  });

  it('tells it again when it goes on from a checkpoint, and forgets it with a reset', async () => {
    const first = await classifier();
    await ended(first);
    const last = first.told.flatMap(({ confusion }) => confusion ?? []).at(-1);
    const second = await classifier({}, await first.service.checkpoint({ run: 'r' }));
    assert.deepEqual(second.told[0]!.confusion, last);
    await second.service.reset({ run: 'r' });
    assert.deepEqual([second.told.at(-1)!.replace, second.told.at(-1)!.confusion], [true, null]);
  });

  it('hands the classifier to whoever encodes it', async () => {
    const { service } = await classifier();
    const bytes = await service.exportReader({ run: 'r', name: 'moods' });
    assert.equal(new TextDecoder().decode(bytes), 'moods: calm,rough at 0');
  });

  it('refuses in words to write text, and to make a classifier of a language model', async () => {
    const { service } = await classifier();
    await assert.rejects(service.sample({ run: 'r', length: 5, temperature: 1, seed: 1 }), /chooses among labels/);
    const other = await classifier({ task: 'languageModel' });
    await assert.rejects(other.service.exportReader({ run: 'r', name: 'x' }), /Only a classifier/);
  });

  it('says in the notices of a language model that its text is labelled', async () => {
    const { info } = await classifier({ task: 'languageModel' });
    assert.match(info.notices.join('\n'), /Train Classifier on Labelled File/);
  });
});
