/** onnxruntime as a peer, forward only on one thread: embedding, LSTM, dense output. */
import { createRequire } from 'node:module';
import { node, model, weights } from './onnxModel.mjs';
import { parameter, serve } from './serve.mjs';

const require = createRequire(import.meta.url);
const { InferenceSession, Tensor, env } = require('onnxruntime-node');

await serve(`onnxruntime-node ${env.versions?.node ?? ''}`.trim(), async (spec) => {
  const bytes = lstmModel(spec);
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const { T, B, V, inputs, targets } = spec;
  const ids = new Tensor('int64', BigInt64Array.from(inputs, BigInt), [T, B]);
  return async () => {
    const { logits } = await session.run({ ids });
    return meanLoss(logits.data, targets, V);
  };
});

function lstmModel(spec) {
  const { H, E, V, T, B } = spec;
  // ONNX stacks the gates as i, o, f, c where PyTorch has i, f, g, o.
  const gates = (name) => {
    const values = parameter(spec, name);
    const block = values.length / 4;
    const part = (index) => values.subarray(index * block, (index + 1) * block);
    return Float32Array.from([0, 3, 1, 2].flatMap((index) => [...part(index)]));
  };
  const biases = Float32Array.from([...gates('rnn.bias_ih_l0'), ...gates('rnn.bias_hh_l0')]);
  const output = parameter(spec, 'output.weight');
  const transposed = Float32Array.from({ length: H * V }, (_, i) => output[(i % V) * H + Math.floor(i / V)]);
  return model({
    input: { name: 'ids', shape: [T, B] },
    output: { name: 'logits', shape: [T, B, V] },
    weights: [
      weights('E', [V, E], parameter(spec, 'embedding.weight')),
      weights('W', [1, 4 * H, E], gates('rnn.weight_ih_l0')),
      weights('R', [1, 4 * H, H], gates('rnn.weight_hh_l0')),
      weights('B', [1, 8 * H], biases),
      weights('WO', [H, V], transposed),
      weights('BO', [V], parameter(spec, 'output.bias')),
    ],
    nodes: [
      node('Gather', ['E', 'ids'], ['x']),
      node('LSTM', ['x', 'W', 'R', 'B'], ['y'], { hidden_size: H }),
      node('Squeeze', ['y', 'axis'], ['h']),
      node('MatMul', ['h', 'WO'], ['scores']),
      node('Add', ['scores', 'BO'], ['logits']),
    ],
    axes: { name: 'axis', values: [1] },
  });
}

function meanLoss(logits, targets, V) {
  let sum = 0;
  for (let r = 0; r < targets.length; r++) {
    let total = 0;
    for (let j = 0; j < V; j++) total += Math.exp(logits[r * V + j]);
    sum += Math.log(total) - logits[r * V + targets[r]];
  }
  return sum / targets.length;
}
