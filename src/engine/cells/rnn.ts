/**
 * The vanilla recurrent network (Elman 1990), PyTorch's `nn.RNN`.
 *
 *   a_t = x_t W_ihᵀ + b_ih + h_{t-1} W_hhᵀ + b_hh          h_t = φ(a_t)
 *
 *   da_t = dh_t ∘ φ'(a_t)          φ' from the output: 1 - h_t² for tanh; 1 where h_t > 0, else 0, for relu
 *   dh_{t-1} += da_t W_hh
 */
import type { Activation } from '../kernels/kernels';
import type { Cell } from './cell';

export function rnnCell(activation: Activation): Cell {
  return {
    label: `RNN (${activation})`,
    blocks: 1,
    gates: [],
    states: ['h'],
    keeps: false,
    separate: false,
    keptBlocks: 0,

    forward(k, weights, s) {
      k.matmul(s.gates, s.hPrev, weights.recurrent.there, true);
      k.rnnForward(s, activation);
    },

    backward(k, weights, s) {
      k.rnnBackward(s, activation);
      k.matmul(s.dhPrev, s.da, weights.recurrent.back, true);
    },
  };
}
