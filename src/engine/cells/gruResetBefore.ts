/**
 * Gated recurrent unit as first published (Cho et al. 2014), the reset gate before the product: ONNX's
 * `linear_before_reset` = 0, Keras' `reset_after` = false. Parameters are named and shaped as PyTorch's.
 *
 *   (r, z) = σ(x_t W_ihᵀ + b_ih + h_{t-1} W_hhᵀ + b_hh)          s_t = r ∘ h_{t-1}
 *   n = tanh(x_t W_inᵀ + b_in + s_t W_hnᵀ + b_hn)          h_t = n + z ∘ (h_{t-1} - n)
 *
 *   da^n = dh_t ∘ (1 - z) ∘ (1 - n²)          ds_t = da^n W_hn
 *   da^z = dh_t ∘ (h_{t-1} - n) ∘ z (1 - z)          da^r = ds_t ∘ h_{t-1} ∘ r (1 - r)
 *   dh_{t-1} += dh_t ∘ z + ds_t ∘ r + (da^r, da^z) W_hh
 *
 * Two products that wait for each other in every step, forward and back: slower than `gru.ts`. The biases have one gradient.
 */
import { colsOf } from '../arena';
import type { Cell } from './cell';
import { gruCell } from './gru';

export const gruResetBeforeCell: Cell = {
  label: 'GRU (reset before)',
  blocks: 3,
  gates: gruCell.gates,
  states: ['h'],
  keeps: true,
  separate: false,
  keptBlocks: 1,

  forward(k, weights, s) {
    const H = s.h.cols;
    k.matmul(colsOf(s.gates, 0, 2 * H), s.hPrev, weights.recurrent.there, true);
    k.gruReset(s);
    k.matmul(colsOf(s.gates, 2 * H, H), s.kept, weights.kept.there, true);
    k.gruCandidate(s);
  },

  backward(k, weights, s) {
    const H = s.dh.cols;
    k.gruCandidateBackward(s);
    k.matmul(s.recurrent, colsOf(s.da, 2 * H, H), weights.kept.back, false);
    k.gruResetBackward(s);
    k.matmul(s.dhPrev, colsOf(s.da, 0, 2 * H), weights.recurrent.back, true);
  },
};
