import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { createEngine } from '../../../src/engine/createEngine';
import { Generator } from '../../../src/engine/generator';
import { checkSchedule, scheduledShare, type Schedule } from '../../../src/engine/schedule';
import { CANCELLED, type Batch, type Engine, type ModelShape } from '../../../src/engine/types';
import { B, E, H, T, V, flat, named, part, randomBatch, relativeError, run, worstError } from './support';

const SHAPE: ModelShape = {
  cell: 'lstm',
  layers: 2,
  vocabularySize: V,
  outputSize: V,
  embeddingSize: E,
  hiddenSize: H,
};

function engineWith(changes: Partial<ModelShape>, optimizer: 'sgd' | 'adam' = 'sgd'): Engine {
  const sizes = { steps: T, rows: B, probeSteps: T };
  const shape = { ...SHAPE, ...changes };
  return createEngine({ shape, sizes, seed: 3, precision: 'float64', optimizer, learningRate: 0.01 });
}

describe('dropout between layers', () => {
  const batch = randomBatch(1);

  it('drops its share of the layer’s outputs and scales up the rest', () => {
    const engine = engineWith({ dropout: 0.4, hiddenSize: 64, embeddingSize: 64 });
    run(engine, batch);
    const below = engine.trace('training', 0).get('l0.h')!;
    // dL/dx of layer 1 reaches l0.dh only where the mask lets it: with no target but the last step's, at that step.
    assert.ok(
      below.every((value) => value !== 0),
      'the state itself is not dropped',
    );
    const last = { ...batch, targets: batch.targets.map((target, i) => (i < (T - 1) * B ? -1 : target)) };
    run(engine, last);
    const gradient = engine.trace('training', 0).get('l0.dh')!.slice(-64);
    const dropped = gradient.filter((value) => value === 0).length / 64;
    assert.ok(dropped > 0.2 && dropped < 0.6, `dropped ${dropped}`);
  });

  it('is off when a model is evaluated or probed', () => {
    const [with_, without] = [engineWith({ dropout: 0.5 }), engineWith({})];
    assert.deepEqual(with_.evaluate(batch), without.evaluate(batch));
    assert.deepEqual(with_.probe(part(batch, [0])), without.probe(part(batch, [0])));
    assert.notEqual(run(with_, batch).loss, run(without, batch).loss);
  });

  it('has the gradient of the loss it made: the slope along random directions', () => {
    // The masks depend on the optimiser's step alone, so that a moved parameter meets the same ones.
    const engine = engineWith({ dropout: 0.5 });
    run(engine, batch);
    const gradients = engine.readGradients();
    const generator = new Generator(4);
    for (const parameter of engine.readParameters()) {
      const direction = Float64Array.from(parameter.data, () => generator.normal());
      const lossAt = (step: number): number => {
        const data = Float64Array.from(parameter.data, (value, i) => value + step * direction[i]);
        engine.writeParameters([{ ...parameter, data }]);
        return run(engine, batch).loss;
      };
      const slope = (lossAt(1e-5) - lossAt(-1e-5)) / 2e-5;
      engine.writeParameters([parameter]);
      const gradient = named(gradients, parameter.name);
      const expected = direction.reduce((sum, value, i) => sum + value * gradient[i], 0);
      assert.ok(Math.abs(slope - expected) < 1e-7 * Math.max(1, Math.abs(expected)), parameter.name);
    }
  });

  it('drops the same again when a step is replayed, and other units at the next step', () => {
    const engine = engineWith({ dropout: 0.5 }, 'adam');
    const first = run(engine, batch).loss;
    const start = engine.readParameters();
    engine.update(0);
    engine.writeParameters(start);
    assert.notEqual(run(engine, batch).loss, first);
    engine.writeOptimizer({ ...engineWith({}, 'adam').readOptimizer(), step: 0 });
    assert.equal(run(engine, batch).loss, first);
  });

  it('refuses a share that leaves nothing', () => {
    assert.throws(() => engineWith({ dropout: 1 }), /share from 0 to below 1/);
  });
});

describe('gradient accumulation', () => {
  it('of equal parts has the gradient of the whole batch', () => {
    const batch = randomBatch(2, T, 4);
    const sizes = { steps: T, rows: 4, probeSteps: 1 };
    const options = {
      shape: SHAPE,
      sizes,
      seed: 3,
      precision: 'float64',
      optimizer: 'adam',
      learningRate: 0.01,
    } as const;
    const [whole, parts] = [createEngine(options), createEngine(options)];
    run(whole, batch);
    const count = 2;
    for (let index = 0; index < count; index++)
      parts.gradients(part(batch, [2 * index, 2 * index + 1]), 0, () => false, { index, count });
    assert.ok(worstError(parts.readGradients(), whole.readGradients()) < 1e-13);
    assert.ok(Math.abs(parts.update(1).gradientNorm - whole.update(1).gradientNorm) < 1e-13);
    assert.ok(worstError(parts.readParameters(), whole.readParameters()) < 1e-12);
  });

  it('refuses a part out of order, and one after a cancelled part', () => {
    const engine = engineWith({});
    const batch = randomBatch(3);
    assert.throws(() => engine.gradients(batch, 0, () => false, { index: 1, count: 2 }), /follows part 0/);
    assert.equal(
      engine.gradients(batch, 0, () => true, { index: 0, count: 2 }),
      CANCELLED,
    );
    assert.throws(() => engine.gradients(batch, 0, () => false, { index: 1, count: 2 }), /follows part 0/);
  });
});

describe('tied weights', () => {
  it('are one matrix in the list of parameters', () => {
    const engine = engineWith({ tied: true, embeddingSize: H });
    const names = engine.parameters.map(({ name }) => name);
    assert.ok(names.includes('embedding.weight') && !names.includes('output.weight'));
  });

  it('are refused where the shapes differ', () => {
    assert.throws(() => engineWith({ tied: true }), /as many embedding numbers as hidden units/);
  });

  it('begin with a loss close to ln V', () => {
    const engine = engineWith({ tied: true, embeddingSize: H });
    assert.ok(Math.abs(run(engine, randomBatch(1)).loss - Math.log(V)) < 0.5);
  });
});

describe('a learning-rate schedule', () => {
  it('warms up in a straight line to the whole rate', () => {
    const shares = [1, 2, 3, 4, 5, 6].map((step) => scheduledShare({ kind: 'constant', warmup: 4 }, step));
    assert.deepEqual(shares, [0.25, 0.5, 0.75, 1, 1, 1]);
  });

  it('falls along half a cosine to its floor, and stays there', () => {
    const schedule: Schedule = { kind: 'cosine', steps: 100, floor: 0.1 };
    for (let step = 1; step <= 150; step++) {
      const progress = Math.min(1, (step - 1) / 100);
      const expected = 0.1 + 0.9 * 0.5 * (1 + Math.cos(Math.PI * progress));
      assert.ok(Math.abs(scheduledShare(schedule, step) - expected) < 1e-14, `step ${step}`);
    }
  });

  it('falls by a factor after every so many steps', () => {
    const shares = [1, 3, 4, 6, 7].map((step) => scheduledShare({ kind: 'step', every: 3, factor: 0.5 }, step));
    assert.deepEqual(shares, [1, 1, 0.5, 0.5, 0.25]);
  });

  it('never rises above the whole rate nor falls below its floor', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(400), fc.nat(1000), (warmup, steps, step) => {
        const share = scheduledShare({ kind: 'cosine', warmup, steps, floor: 0.05 }, step + 1);
        return share > 0 && share <= 1 && (step + 1 <= warmup || share >= 0.05 - 1e-12);
      }),
    );
  });

  it('is what the optimiser’s step is taken with', () => {
    const batch = randomBatch(5);
    const rest = { shape: SHAPE, sizes: { steps: T, rows: B, probeSteps: 1 }, seed: 3, precision: 'float64' } as const;
    const half = createEngine({ ...rest, optimizer: 'sgd', learningRate: 0.01 });
    const warm = createEngine({
      ...rest,
      optimizer: 'sgd',
      learningRate: 0.02,
      schedule: { kind: 'constant', warmup: 2 },
    });
    for (const engine of [half, warm]) run(engine, batch);
    assert.equal(half.update(0).learningRate, warm.update(0).learningRate);
    assert.deepEqual(flat(warm.readParameters()), flat(half.readParameters()));
  });

  it('is refused in words when it makes no sense', () => {
    assert.throws(() => checkSchedule({ kind: 'constant', warmup: -1 }), /whole number of steps/);
    assert.throws(() => checkSchedule({ kind: 'step', every: 0, factor: 1 }), /at least 1/);
  });
});

describe('the perceptron of timesteps', () => {
  it('learns numbers from vectors: each output the sum of what came in', () => {
    const shape: ModelShape = {
      ...SHAPE,
      layers: 1,
      input: 'vector',
      output: 'numbers',
      embeddingSize: 2,
      outputSize: 1,
    };
    const sizes = { steps: 6, rows: 16, probeSteps: 1 };
    const engine = createEngine({ shape, sizes, seed: 3, precision: 'float32', optimizer: 'adam', learningRate: 0.01 });
    const generator = new Generator(8);
    const draw = (): Batch => {
      const vectors = Float64Array.from({ length: 6 * 16 * 2 }, () => generator.uniform() - 0.5);
      const wanted = Float64Array.from({ length: 6 * 16 }, (_, r) => vectors[2 * r] + vectors[2 * r + 1]);
      const targets = new Int32Array(6 * 16);
      const lengths = new Int32Array(16).fill(6);
      return { steps: 6, rows: 16, inputs: new Int32Array(0), vectors, wanted, targets, lengths, initial: null };
    };
    const first = run(engine, draw()).loss;
    let last = first;
    for (let step = 0; step < 300; step++) {
      last = run(engine, draw()).loss;
      engine.update(1);
    }
    assert.ok(last < first / 20, `${first} to ${last}`);
  });
});

describe('momentum of sgd', () => {
  it('adds the velocity of the steps before', () => {
    const rest = { shape: SHAPE, sizes: { steps: T, rows: B, probeSteps: 1 }, seed: 3, precision: 'float64' } as const;
    const engine = createEngine({ ...rest, optimizer: 'sgd', learningRate: 0.1, momentum: 0.5 });
    const batch = randomBatch(6);
    const gradient = (): Float64Array => {
      run(engine, batch);
      return Float64Array.from(named(engine.readGradients(), 'output.bias'));
    };
    const start = named(engine.readParameters(), 'output.bias');
    const first = gradient();
    engine.update(0);
    const second = gradient();
    engine.update(0);
    const expected = start.map((value, i) => value - 0.1 * first[i] - 0.1 * (0.5 * first[i] + second[i]));
    assert.ok(relativeError(named(engine.readParameters(), 'output.bias'), expected) < 1e-12);
  });
});
