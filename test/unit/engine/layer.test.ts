import { strict as assert } from 'node:assert';
import { ArenaPlan, rowsOf } from '../../../src/engine/arena';
import { layOut } from '../../../src/engine/buffers';
import { CELLS } from '../../../src/engine/cells/table';
import { accumulate } from '../../../src/engine/contributions';
import { Generator } from '../../../src/engine/generator';
import type { Handle } from '../../../src/engine/kernels/kernels';
import { plainKernels } from '../../../src/engine/kernels/plain/plain';
import { RecurrentLayer } from '../../../src/engine/layer';
import { layerParameterNames } from '../../../src/engine/parameters';
import { never } from '../../../src/engine/pass';
import type { CellName, Direction } from '../../../src/engine/types';
import { modelWeights, packInputBack, packModel, reserveParameters } from '../../../src/engine/weights';
import { B, CELL_NAMES, E, H, T, relativeError, type Numbers } from './support';

const LENGTHS = [7, 3, 5];

/** T × B × width values, the same for a seed. */
function noise(seed: number, length: number): Float64Array {
  const generator = new Generator(seed);
  return Float64Array.from({ length }, () => generator.normal());
}

/** Reverses every row of time-major values within its own length; the padding stays. */
function reversed(values: Numbers, width: number): Numbers {
  return values.map((_, i) => {
    const [t, b, j] = [Math.floor(i / (B * width)), Math.floor(i / width) % B, i % width];
    const from = t < LENGTHS[b] ? LENGTHS[b] - 1 - t : t;
    return values[(from * B + b) * width + j];
  });
}

/** One layer alone, forward and backward, with inputs and direct gradients given: everything it computes, by name. */
function runLayer(name: CellName, direction: Direction, inputs: Numbers, dOutputs: Numbers): Record<string, Numbers> {
  const plan = new ArenaPlan(plainKernels('float64'));
  const sizes = { vocabularySize: 1, outputSize: 1, embeddingSize: E, hiddenSize: H, layers: 1 };
  const shape = { cell: name, ...sizes, bidirectional: true };
  const parameters = reserveParameters(plan, shape).named;
  const gradients = reserveParameters(plan, shape).named;
  const model = modelWeights(plan, shape, parameters);
  const weights = model.layers[0][direction === 'forward' ? 0 : 1];
  const { h, dh, directions } = layOut(plan, { ...shape, bidirectional: false }, T, B, false).layers[0];
  const part = (of: Handle): Handle => rowsOf(of, 0, (T + 1) * B);
  const buffers = { ...directions[0], h: part(h), dh: part(dh) };
  const input = plan.matrix(T * B, E);
  const dInput = plan.matrix(T * B, E);
  const lengths = plan.indexRun(B);
  const k = plan.allocate();

  let seed = 1;
  for (const parameter of Object.values(layerParameterNames(0, direction))) {
    const place = parameters.get(parameter)!;
    k.write(
      place,
      noise(seed++, place.rows * place.cols).map((v) => v * 0.4),
    );
  }
  packModel(k, model);
  packInputBack(k, model.layers[0]);
  k.writeIndices(lengths, LENGTHS);
  k.write(input, inputs);
  const layer = new RecurrentLayer(k, CELLS[name], weights, buffers, lengths, direction);
  k.write(layer.initial.h, noise(8, B * H));
  k.write(layer.initial.c, noise(9, B * layer.initial.c.cols));
  layer.project(input);
  layer.forward(never);
  k.write(layer.positions.dh, dOutputs);
  layer.backward(0, never);
  layer.backwardInput(dInput, false);
  const found: Record<string, Numbers> = {
    h: k.read(layer.positions.h),
    dh: k.read(layer.positions.dh),
    dInput: k.read(dInput),
    finalH: k.read(layer.final.h),
    finalC: k.read(layer.final.c),
    initialDh: k.read(layer.initial.dh),
    initialDc: k.read(layer.initial.dc),
  };
  for (const contribution of [layer.inputContribution(input), ...layer.recurrentContributions()]) {
    const place = gradients.get(contribution.parameter)!;
    accumulate(k, place, contribution);
    found[contribution.parameter.replace('_reverse', '')] = k.read(place);
  }
  return found;
}

for (const cell of CELL_NAMES) {
  describe(`a ${cell} layer in reverse`, () => {
    const inputs = noise(20, T * B * E);
    const dOutputs = noise(21, T * B * H).map((value, i) =>
      Math.floor(i / (B * H)) < LENGTHS[Math.floor(i / H) % B] ? value : 0,
    );
    const forward = runLayer(cell, 'forward', inputs, dOutputs);
    const reverse = runLayer(cell, 'reverse', reversed(inputs, E), reversed(dOutputs, H));
    const active = (values: Numbers): Numbers =>
      values.filter((_, i) => Math.floor(i / (B * H)) < LENGTHS[Math.floor(i / H) % B]);

    it('on reversed rows has the forward layer’s states, each row within its own length', () => {
      assert.deepEqual(active(reversed(reverse.h, H)), active(forward.h));
      assert.deepEqual(reverse.finalH, forward.finalH);
      assert.deepEqual(reverse.finalC, forward.finalC);
    });

    it('on reversed rows has the forward layer’s gradients', () => {
      assert.deepEqual(active(reversed(reverse.dh, H)), active(forward.dh));
      assert.deepEqual(reversed(reverse.dInput, E), forward.dInput);
      assert.deepEqual(reverse.initialDh, forward.initialDh);
      assert.deepEqual(reverse.initialDc, forward.initialDc);
      for (const name of Object.values(layerParameterNames(0, 'forward')))
        assert.ok(relativeError(reverse[name], forward[name]) < 1e-13, name);
    });

    it('is named as PyTorch names it', () => {
      assert.equal(layerParameterNames(0, 'reverse').recurrentWeight, 'rnn.weight_hh_l0_reverse');
    });
  });
}
