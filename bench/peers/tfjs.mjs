/**
 * TensorFlow.js as a peer, on wasm with SIMD. Its wasm backend has a slow path for products with a transposed operand,
 * which every gradient of a product has: transposing first is several times faster, so that is what is done here.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parameter, serve } from './serve.mjs';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs');
const { setWasmPaths, version_wasm } = require('@tensorflow/tfjs-backend-wasm');

setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
await tf.setBackend('wasm');
await tf.ready();

const product = tf.customGrad((a, b, save) => {
  save([a, b]);
  const gradFunc = (dy, [left, right]) => [tf.matMul(dy, tf.transpose(right)), tf.matMul(tf.transpose(left), dy)];
  return { value: tf.matMul(a, b), gradFunc };
});

await serve(`TensorFlow.js ${version_wasm} (wasm)`, (spec) => {
  const { H, B, T, V, E, rate } = spec;
  const variable = (name, shape) => tf.variable(tf.tensor(parameter(spec, name), shape));
  const transposed = (name, rows, cols) =>
    tf.variable(tf.tidy(() => tf.transpose(tf.tensor2d(parameter(spec, name), [rows, cols]))));
  const embedding = variable('embedding.weight', [V, E]);
  const inputWeight = transposed('rnn.weight_ih_l0', 4 * H, E);
  const recurrentWeight = transposed('rnn.weight_hh_l0', 4 * H, H);
  const inputBias = variable('rnn.bias_ih_l0', [4 * H]);
  const recurrentBias = variable('rnn.bias_hh_l0', [4 * H]);
  const outputWeight = transposed('output.weight', V, H);
  const outputBias = variable('output.bias', [V]);
  // The wasm backend has no gradient of a gather: tokens go in as one-hot rows.
  const inputs = tf.cast(tf.oneHot(tf.tensor1d(spec.inputs, 'int32'), V), 'float32');
  const targets = tf.cast(tf.oneHot(tf.tensor1d(spec.targets, 'int32'), V), 'float32');
  const optimizer = tf.train.adam(rate);

  function loss() {
    const bias = tf.add(inputBias, recurrentBias);
    const sides = tf.split(tf.add(product(product(inputs, embedding), inputWeight), bias), T);
    let h = tf.zeros([B, H]);
    let c = tf.zeros([B, H]);
    const states = sides.map((side) => {
      const [i, f, g, o] = tf.split(tf.add(side, product(h, recurrentWeight)), 4, 1);
      c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      h = tf.mul(tf.sigmoid(o), tf.tanh(c));
      return h;
    });
    const logits = tf.add(product(tf.concat(states), outputWeight), outputBias);
    return tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), 1)));
  }

  return () => {
    const value = tf.tidy(() => {
      const { value, grads } = tf.variableGrads(loss);
      const squares = Object.values(grads).map((gradient) => tf.sum(tf.square(gradient)));
      const scale = tf.minimum(1, tf.div(5, tf.add(tf.sqrt(tf.addN(squares)), 1e-6)));
      const clipped = Object.fromEntries(Object.entries(grads).map(([name, g]) => [name, tf.mul(g, scale)]));
      optimizer.applyGradients(clipped);
      return value;
    });
    const number = value.dataSync()[0];
    value.dispose();
    return number;
  };
});
