import type { CellName } from '../types';

type Trace = Float32Array | Float64Array;

/** Share of the timesteps at which each unit's gate is nearly shut and nearly open. */
export interface Saturation {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Gate saturation (Karpathy, Johnson & Fei-Fei 2015): the share of timesteps with a gate below 0.1 and above 0.9; for a
 * candidate, whose range is -1 to 1, below -0.9 and above 0.9. `gate` is T × width.
 */
export function saturation(gate: Trace, width: number, candidate: boolean): Saturation {
  const steps = gate.length / width;
  const share = (hits: (value: number) => boolean): Float64Array =>
    Float64Array.from({ length: width }, (_, u) => {
      let count = 0;
      for (let i = u; i < gate.length; i += width) if (hits(gate[i])) count++;
      return count / steps;
    });
  return { low: share((value) => value < (candidate ? -0.9 : 0.1)), high: share((value) => value > 0.9) };
}

/** Below this slope, or range of a gated unit's output, a unit passes no gradient worth drawing. */
const ALIVE = 1e-3;

/**
 * Units of a layer that learn nothing from a sequence. relu: never above 0. tanh: 1 - h² below 10⁻³ at every timestep.
 * LSTM and GRU: h moves by less than 10⁻³. `h` is T × width.
 */
export function deadUnits(cell: CellName, h: Trace, width: number): number[] {
  return Array.from({ length: width }, (_, u) => u).filter((u) => {
    let [lowest, highest, flattest] = [Infinity, -Infinity, Infinity];
    for (let i = u; i < h.length; i += width) {
      lowest = Math.min(lowest, h[i]);
      highest = Math.max(highest, h[i]);
      flattest = Math.min(flattest, Math.abs(h[i]));
    }
    if (cell === 'rnn_relu') return highest <= 0;
    return cell === 'rnn_tanh' ? 1 - flattest * flattest < ALIVE : highest - lowest < ALIVE;
  });
}
