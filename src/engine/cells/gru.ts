/**
 * Gated recurrent unit (Cho et al. 2014) with the reset gate after the product, PyTorch's `nn.GRU`.
 *
 *   (r, z) = σ(x_t W_ihᵀ + b_ih + h_{t-1} W_hhᵀ + b_hh)          q_t = h_{t-1} W_hnᵀ + b_hn
 *   n = tanh(x_t W_inᵀ + b_in + r ∘ q_t)          h_t = n + z ∘ (h_{t-1} - n)
 *
 *   da^n = dh_t ∘ (1 - z) ∘ (1 - n²)          dq_t = da^n ∘ r
 *   da^z = dh_t ∘ (h_{t-1} - n) ∘ z (1 - z)          da^r = da^n ∘ q_t ∘ r (1 - r)
 *   dh_{t-1} += dh_t ∘ z + (da^r, da^z, dq) W_hh
 *
 * The input side's gradient is (da^r, da^z, da^n), the recurrent side's (da^r, da^z, dq): b_hh cannot join b_ih.
 */
import type { Cell } from './cell';

export const gruCell: Cell = {
  label: 'GRU',
  blocks: 3,
  gates: [
    { symbol: 'r', label: 'reset gate' },
    { symbol: 'z', label: 'update gate' },
    { symbol: 'n', label: 'candidate' },
  ],
  states: ['h'],
  keeps: true,
  separate: true,
  keptBlocks: 0,

  forward(k, weights, s) {
    k.matmul(s.recurrent, s.hPrev, weights.recurrent.there, false);
    k.add(s.recurrent, weights.recurrentBias);
    k.gruForward(s);
  },

  backward(k, weights, s) {
    k.gruBackward(s);
    k.matmul(s.dhPrev, s.daRecurrent, weights.recurrent.back, true);
  },
};
