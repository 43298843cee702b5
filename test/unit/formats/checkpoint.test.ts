import { strict as assert } from 'node:assert';
import * as fc from 'fast-check';
import { createEngine } from '../../../src/engine/createEngine';
import { Generator } from '../../../src/engine/generator';
import { parameterTable } from '../../../src/engine/parameters';
import type { Batch, Engine, LayerStates } from '../../../src/engine/types';
import { decodeCheckpoint, encodeCheckpoint } from '../../../src/formats/checkpoint';
import type { CheckpointState } from '../../../src/formats/checkpointState';
import { FormatError } from '../../../src/formats/formatError';
import { readSafetensors, writeSafetensors, type Tensor } from '../../../src/formats/safetensors';
import type { RunConfig } from '../../../src/protocol/run';
import { DEFAULT_CONFIG } from '../../../src/training/config';

const V = 7;
const T = 4;
const B = 3;
const CONFIG: RunConfig = {
  ...DEFAULT_CONFIG,
  task: 'languageModel',
  cell: 'lstm',
  hiddenSize: 5,
  layers: 2,
  embeddingSize: 6,
  sequenceLength: T,
  batchSize: B,
  learningRate: 0.01,
  optimizer: 'adam',
  clipNorm: 1,
  seed: 42,
  carryState: true,
  truncation: 0,
  tokenizer: 'character',
  maxVocabulary: 100,
  maxSteps: 1000,
  patience: 5,
  validationFraction: 0.1,
};

function engineOf({ cell, layers, embeddingSize, hiddenSize, optimizer, learningRate, seed }: RunConfig): Engine {
  return createEngine({
    shape: { cell, layers, embeddingSize, hiddenSize, vocabularySize: V, outputSize: V },
    sizes: { steps: T, rows: B, probeSteps: T },
    seed,
    precision: 'float32',
    optimizer,
    learningRate,
  });
}

/** Trains from the given states, with tokens drawn by the generator; gives the states to carry on. */
function train(engine: Engine, generator: Generator, steps: number, from: LayerStates | null): LayerStates | null {
  const ids = () => Int32Array.from({ length: T * B }, () => Math.floor(generator.uniform() * V));
  let carried = from;
  for (let step = 0; step < steps; step++) {
    const lengths = new Int32Array(B).fill(T);
    const batch: Batch = { steps: T, rows: B, inputs: ids(), targets: ids(), lengths, initial: carried };
    engine.gradients(batch, 0, () => false);
    engine.update(CONFIG.clipNorm);
    carried = engine.finalStates('training');
  }
  return carried;
}

function stateOf(engine: Engine, generator: Generator, carried: LayerStates | null, config = CONFIG): CheckpointState {
  return {
    version: 1,
    config,
    step: 3,
    cursor: 17,
    parameters: engine.readParameters(),
    optimizer: engine.readOptimizer(),
    carried,
    generator: generator.save(),
    curves: {
      train: { steps: Float64Array.of(1, 2, 3), losses: Float64Array.of(2.5, 2.25, NaN) },
      validation: { steps: new Float64Array(0), losses: new Float64Array(0) },
    },
    confusion: null,
    best: { loss: 2.25, step: 2 },
    bestParameters: null,
    validationsWithoutImprovement: 1,
    elapsedSeconds: 12.5,
  };
}

function trainedState(config = CONFIG): CheckpointState {
  const engine = engineOf(config);
  const generator = new Generator(config.seed);
  return stateOf(engine, generator, train(engine, generator, 3, null), config);
}

/** A checkpoint's file with its tensors and metadata changed. */
function changed(change: (tensors: Map<string, Tensor>, metadata: Map<string, string>) => void): Uint8Array {
  const file = readSafetensors(encodeCheckpoint(trainedState()));
  const tensors = new Map(file.tensors);
  const metadata = new Map(file.metadata);
  change(tensors, metadata);
  return writeSafetensors([...tensors.values()], metadata);
}

function refuses(bytes: Uint8Array, sentence: RegExp): void {
  assert.throws(
    () => decodeCheckpoint(bytes),
    (error) => error instanceof FormatError && sentence.test(error.problem),
  );
}

describe('a checkpoint', () => {
  it('gives back every part of the run', () => {
    const state = trainedState();
    assert.deepEqual(decodeCheckpoint(encodeCheckpoint(state)), state);
  });

  for (const optimizer of ['sgd', 'adagrad', 'rmsprop', 'adam', 'adamw'] as const) {
    it(`lets a run with ${optimizer} continue with the same bits`, () => {
      const config = { ...CONFIG, optimizer, cell: 'gru' } as const;
      const engine = engineOf(config);
      const generator = new Generator(config.seed);
      const carried = train(engine, generator, 3, null);
      const read = decodeCheckpoint(encodeCheckpoint(stateOf(engine, generator, carried, config)));
      train(engine, generator, 3, carried);

      const resumed = engineOf(config);
      resumed.writeParameters(read.parameters);
      resumed.writeOptimizer(read.optimizer);
      const continued = new Generator(0);
      continued.restore(read.generator);
      train(resumed, continued, 3, read.carried);
      assert.deepEqual(resumed.readParameters(), engine.readParameters());
      assert.deepEqual(resumed.readOptimizer(), engine.readOptimizer());
    });
  }

  it('keeps a run that carries no state and has no best loss yet', () => {
    const state = { ...trainedState(), carried: null, best: null };
    assert.deepEqual(decodeCheckpoint(encodeCheckpoint(state)), state);
  });

  it('keeps float64 parameters float64', () => {
    const state = trainedState();
    const parameters = state.parameters.map((array) => ({ ...array, data: Float64Array.from(array.data) }));
    assert.deepEqual(decodeCheckpoint(encodeCheckpoint({ ...state, parameters })).parameters, parameters);
  });

  it('holds under names without the prefix exactly what PyTorch’s load_state_dict expects', () => {
    const { tensors, metadata } = readSafetensors(encodeCheckpoint(trainedState()));
    const names = [...tensors.keys()].filter((name) => !name.startsWith('unroll.'));
    const { cell, layers, embeddingSize, hiddenSize } = CONFIG;
    const table = parameterTable({ cell, layers, embeddingSize, hiddenSize, vocabularySize: V, outputSize: V });
    assert.deepEqual(names.sort(), table.map(({ name }) => name).sort());
    for (const { name, shape } of table) assert.deepEqual(tensors.get(name)?.shape, shape);
    assert.equal(metadata.get('format'), 'pt');
  });

  it('is not written when a number would be lost', () => {
    assert.throws(() => encodeCheckpoint({ ...trainedState(), elapsedSeconds: NaN }));
    assert.throws(() => encodeCheckpoint({ ...trainedState(), best: { loss: Infinity, step: 1 } }));
  });

  it('says so when the file is another kind of safetensors file', () => {
    refuses(writeSafetensors([], new Map([['format', 'pt']])), /not a checkpoint of Unroll/);
  });

  it('says so when a newer Unroll has written it', () => {
    refuses(
      changed((_, metadata) => metadata.set('unroll.version', '2')),
      /newer version/,
    );
  });

  it('says which tensor is missing, misshapen, of another type or too many', () => {
    const name = 'rnn.weight_hh_l1';
    refuses(
      changed((tensors) => tensors.delete(name)),
      /rnn\.weight_hh_l1 is missing/,
    );
    refuses(
      changed((tensors) => tensors.delete(`unroll.optimizer.exp_avg_sq.${name}`)),
      /exp_avg_sq\.rnn\.weight_hh_l1 is missing/,
    );
    refuses(
      changed((tensors) => tensors.delete('unroll.carried.l1.c')),
      /unroll\.carried\.l1\.c is missing/,
    );
    refuses(
      changed((tensors) => tensors.set(name, { name, shape: [100], data: new Float32Array(100) })),
      /shape \[100\] where \[20, 5\] is needed/,
    );
    refuses(
      changed((tensors) => tensors.set(name, { name, shape: [20, 5], data: new Int32Array(100) })),
      /elements of the wrong type/,
    );
    refuses(
      changed((tensors) => tensors.set('more', { name: 'more', shape: [], data: new Float32Array(1) })),
      /"more" belongs to no part/,
    );
    const losses = 'unroll.curves.train.losses';
    refuses(
      changed((tensors) => tensors.set(losses, { name: losses, shape: [2], data: new Float64Array(2) })),
      /shape \[2\] where \[3\] is needed/,
    );
  });

  it('reads a file from before some settings existed as trained without them', () => {
    const older = changed((_, metadata) => {
      const header = JSON.parse(metadata.get('unroll.header')!) as { config: Record<string, unknown> };
      const later = ['dropout', 'tied', 'schedule', 'accumulate', 'momentum'];
      header.config = Object.fromEntries(Object.entries(header.config).filter(([key]) => !later.includes(key)));
      metadata.set('unroll.header', JSON.stringify(header));
    });
    assert.deepEqual(decodeCheckpoint(older).config, { ...CONFIG, schedule: 'constant' });
  });

  it('says which setting is wrong', () => {
    const withHeader = (edit: (header: Record<string, unknown> & { config: Record<string, unknown> }) => void) =>
      changed((_, metadata) => {
        const header = JSON.parse(metadata.get('unroll.header')!);
        edit(header);
        metadata.set('unroll.header', JSON.stringify(header));
      });
    refuses(
      withHeader((header) => (header.config.cell = 'transformer')),
      /no valid value for config\.cell/,
    );
    refuses(
      withHeader((header) => (header.config.layers = 1e9)),
      /no valid value for config\.layers/,
    );
    refuses(
      withHeader((header) => delete header.config.seed),
      /no valid value for config\.seed/,
    );
    refuses(
      withHeader((header) => (header.step = -1)),
      /no valid value for step/,
    );
    refuses(
      withHeader((header) => (header.cursor = null)),
      /no valid value for cursor/,
    );
    refuses(
      changed((_, metadata) => metadata.set('unroll.header', '[')),
      /missing or not JSON/,
    );
    refuses(
      changed((_, metadata) => metadata.set('unroll.header', 'null')),
      /are no table/,
    );
  });

  it('answers a file with some bytes changed or cut with a whole state or a FormatError', () => {
    const bytes = encodeCheckpoint(trainedState());
    const edits = fc.array(fc.tuple(fc.nat({ max: 4096 }), fc.nat({ max: 255 })), { maxLength: 3 });
    fc.assert(
      fc.property(edits, fc.nat({ max: 2 }), (changes, cut) => {
        const copy = bytes.slice();
        for (const [at, value] of changes) copy[at] = value;
        try {
          assert.equal(decodeCheckpoint(copy.subarray(0, copy.length - cut)).parameters.length, 11);
        } catch (error) {
          assert.ok(error instanceof FormatError, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });
});
