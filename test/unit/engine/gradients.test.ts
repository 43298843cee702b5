import { strict as assert } from 'node:assert';
import { Generator } from '../../../src/engine/generator';
import { tanh } from '../../../src/engine/kernels/elementary';
import type { Batch, Engine, LayerStates } from '../../../src/engine/types';
import { B, H, MODELS, T, named, part, randomBatch, randomStates, relativeError, run, smallEngine } from './support';
import { weightedSum, worstError, type Numbers } from './support';

const EPSILON = 1e-5;

function meanLoss(engine: Engine, batch: Batch): number {
  const { lossSum, targetCount } = engine.evaluate(batch);
  return lossSum / targetCount;
}

for (const model of MODELS) {
  describe(`backpropagation through ${model.cell} with ${model.layers} layer(s)`, () => {
    it('gives every parameter the slope of the loss along a random direction', () => {
      const engine = smallEngine(model);
      const batch = { ...randomBatch(1, T, B, [7, 3, 5]), initial: randomStates(2, engine) };
      run(engine, batch);
      const gradients = engine.readGradients();
      const generator = new Generator(5);
      for (const parameter of engine.readParameters()) {
        const direction = Float64Array.from(parameter.data, () => generator.normal());
        const lossAt = (step: number): number => {
          const data = Float64Array.from(parameter.data, (value, i) => value + step * direction[i]);
          engine.writeParameters([{ ...parameter, data }]);
          return meanLoss(engine, batch);
        };
        const slope = (lossAt(EPSILON) - lossAt(-EPSILON)) / (2 * EPSILON);
        engine.writeParameters([parameter]);
        const gradient = named(gradients, parameter.name);
        const expected = direction.reduce((sum, value, i) => sum + value * gradient[i], 0);
        assert.ok(Math.abs(slope - expected) < 1e-7 * Math.max(1, Math.abs(expected)), parameter.name);
      }
    });

    it('gives the initial states their slopes', () => {
      const engine = smallEngine(model);
      const initial = randomStates(2, engine);
      const batch = { ...randomBatch(3, T, B, [7, 3, 5]), initial };
      run(engine, batch);
      const found = engine.initialGradients('training');
      initial.forEach((states, layer) => {
        for (const [name, values] of Object.entries(states)) {
          const slopes = Float64Array.from(values, (value, i) => {
            const lossAt = (moved: number): number =>
              meanLoss(engine, { ...batch, initial: moveState(initial, layer, name, i, moved) });
            return (lossAt(value + EPSILON) - lossAt(value - EPSILON)) / (2 * EPSILON);
          });
          assert.ok(relativeError(found[layer][name], slopes) < 1e-7, `${name} of layer ${layer}`);
        }
      });
    });

    it('keeps the total gradient of every state: dh_t is the initial gradient of the rest of the sequence', () => {
      const engine = smallEngine(model);
      const batch = randomBatch(4);
      // Without targets before the split, the rest of the sequence is the whole loss.
      const late = { ...batch, targets: batch.targets.map((target, i) => (i < 4 * B ? -1 : target)) };
      run(engine, late);
      const trace = engine.trace('training', 1);
      engine.evaluate(part(batch, [0, 1, 2], 0, 4));
      const rest = { ...part(batch, [0, 1, 2], 4), initial: engine.finalStates('training') };
      run(engine, rest);
      const top = model.layers - 1;
      const mine = (values: Numbers): Numbers => values.slice(H, 2 * H);
      const at3 = (id: string): Numbers => trace.get(id)!.slice(3 * H, 4 * H);
      const initial = engine.initialGradients('training')[top];
      assert.ok(relativeError(at3(`l${top}.dh`), mine(initial.h)) < 1e-12);
      if (model.cell !== 'lstm') return;
      // c_t also reaches the loss through h_t = o ∘ tanh(c_t).
      const [o, c, dh, dc] = [at3(`l${top}.gate.o`), at3(`l${top}.c`), mine(initial.h), mine(initial.c)];
      const expected = dc.map((value, j) => value + dh[j] * o[j] * (1 - tanh(c[j]) ** 2));
      assert.ok(relativeError(at3(`l${top}.dc`), expected) < 1e-12);
    });

    it('truncated every 3 steps carries nothing across the cuts', () => {
      const engine = smallEngine(model);
      const batch = randomBatch(6);
      run(engine, { ...batch, targets: batch.targets.map((target, i) => (i < 3 * B ? -1 : target)) }, 3);
      for (let layer = 0; layer < model.layers; layer++) {
        for (const [id, values] of engine.trace('training', 1)) {
          if (!id.includes('.d')) continue;
          assert.ok(
            values.slice(0, 3 * H).every((value) => value === 0),
            id,
          );
          assert.ok(
            values.slice(3 * H).some((value) => value !== 0),
            id,
          );
        }
      }
      for (const states of engine.initialGradients('training'))
        for (const values of Object.values(states)) assert.ok(values.every((value) => value === 0));
    });

    it('truncated every 3 steps is the sum of windows of 3 steps with carried states', () => {
      const engine = smallEngine(model);
      const batch = randomBatch(7);
      const whole = run(engine, batch, 3);
      const gradients = engine.readGradients();
      let initial: LayerStates | null = null;
      const windows = [0, 3, 6].map((from) => {
        const report = run(engine, { ...part(batch, [0, 1, 2], from, Math.min(T, from + 3)), initial });
        initial = engine.finalStates('training');
        return { weight: report.targetCount / whole.targetCount, gradients: engine.readGradients() };
      });
      const expected = weightedSum(
        windows.map((window) => window.gradients),
        windows.map((window) => window.weight),
      );
      assert.ok(worstError(gradients, expected) < 1e-12);
    });
  });
}

function moveState(states: LayerStates, layer: number, name: string, index: number, value: number): LayerStates {
  return states.map((own, l) => {
    if (l !== layer) return own;
    const moved = Float64Array.from(own[name]);
    moved[index] = value;
    return { ...own, [name]: moved };
  });
}
