/** brain.js as a peer: its own LSTM, initial weights and optimiser, at the same sizes; losses cannot be made equal. */
import { createRequire } from 'node:module';
import { serve } from './serve.mjs';

const require = createRequire(import.meta.url);
const brain = require('brain.js');
const { version } = require('brain.js/package.json');

await serve(`brain.js ${version}`, ({ H, T, V, inputs }) => {
  const net = new brain.recurrent.LSTM({ hiddenLayers: [H], inputSize: V, inputRange: V, outputSize: V });
  net.initialize();
  const sequence = inputs.slice(0, T);
  return () => net.trainPattern(sequence, true);
});
