/**
 * Long short-term memory (Hochreiter & Schmidhuber 1997, forget gate of Gers et al. 2000), PyTorch's `nn.LSTM`.
 *
 *   a_t = x_t W_ihᵀ + b_ih + h_{t-1} W_hhᵀ + b_hh          (i, f, g, o) = (σ, σ, tanh, σ)(a_t)
 *   c_t = f ∘ c_{t-1} + i ∘ g          τ_t = tanh(c_t)          h_t = o ∘ τ_t
 *
 *   dc_t += dh_t ∘ o ∘ (1 - τ_t²)      dc_{t-1} += dc_t ∘ f
 *   da^i = dc_t ∘ g ∘ i (1 - i)        da^f = dc_t ∘ c_{t-1} ∘ f (1 - f)
 *   da^g = dc_t ∘ i ∘ (1 - g²)         da^o = dh_t ∘ τ_t ∘ o (1 - o)
 *   dh_{t-1} += da_t W_hh
 */
import type { Cell } from './cell';

export const lstmCell: Cell = {
  label: 'LSTM',
  blocks: 4,
  gates: [
    { symbol: 'i', label: 'input gate' },
    { symbol: 'f', label: 'forget gate' },
    { symbol: 'g', label: 'candidate' },
    { symbol: 'o', label: 'output gate' },
  ],
  states: ['h', 'c'],
  keeps: true,
  separate: false,
  keptBlocks: 0,

  forward(k, weights, s) {
    k.matmul(s.gates, s.hPrev, weights.recurrent.there, true);
    k.lstmForward(s);
  },

  backward(k, weights, s) {
    k.lstmBackward(s);
    k.matmul(s.dhPrev, s.da, weights.recurrent.back, true);
  },
};
