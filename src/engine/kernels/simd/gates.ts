import type { GateStep, Handle, Kernels } from '../kernels';
import type { SimdExports } from './exports';

type Gates = Pick<
  Kernels,
  'rnnForward' | 'rnnBackward' | 'lstmForward' | 'lstmBackward' | 'gruForward' | 'gruBackward'
>;

/** The fused gates: hands each matrix of a timestep over as address and leading dimension. */
export function simdGates(wasm: SimdExports, data: number, indices: number): Gates {
  const at = ({ offset }: Handle): number => data + offset * 4;
  const lengths = ({ lengths: run }: GateStep): number => indices + run.offset * 4;

  return {
    rnnForward(s, activation) {
      const relu = activation === 'relu' ? 1 : 0;
      const { gates, h, hPrev } = s;
      wasm.rnnForward(relu, at(gates), gates.ld, at(h), h.ld, at(hPrev), hPrev.ld, h.rows, h.cols, lengths(s), s.t);
    },

    rnnBackward(s, activation) {
      const relu = activation === 'relu' ? 1 : 0;
      const { da, dh, dhPrev, h } = s;
      const { rows, cols } = h;
      // prettier-ignore
      wasm.rnnBackward(relu, at(da), da.ld, at(dh), dh.ld, at(dhPrev), dhPrev.ld, at(h), h.ld, rows, cols, lengths(s), s.t);
    },

    lstmForward(s) {
      const { gates, kept, h, c, hPrev, cPrev } = s;
      // prettier-ignore
      wasm.lstmForward(
        at(gates), gates.ld, at(kept), kept.ld, at(h), h.ld, at(c), c.ld, at(hPrev), hPrev.ld, at(cPrev), cPrev.ld,
        h.rows, h.cols, lengths(s), s.t,
      );
    },

    lstmBackward(s) {
      const { da, dh, dc, dhPrev, dcPrev, gates, kept, cPrev } = s;
      // prettier-ignore
      wasm.lstmBackward(
        at(da), da.ld, at(dh), dh.ld, at(dc), dc.ld, at(dhPrev), dhPrev.ld, at(dcPrev), dcPrev.ld,
        at(gates), gates.ld, at(kept), kept.ld, at(cPrev), cPrev.ld, dh.rows, dh.cols, lengths(s), s.t,
      );
    },

    gruForward(s) {
      const { gates, recurrent, kept, h, hPrev } = s;
      // prettier-ignore
      wasm.gruForward(
        at(gates), gates.ld, at(recurrent), recurrent.ld, at(kept), kept.ld, at(h), h.ld, at(hPrev), hPrev.ld,
        h.rows, h.cols, lengths(s), s.t,
      );
    },

    gruBackward(s) {
      const { da, daRecurrent, dh, dhPrev, gates, kept, hPrev } = s;
      // prettier-ignore
      wasm.gruBackward(
        at(da), da.ld, at(daRecurrent), daRecurrent.ld, at(dh), dh.ld, at(dhPrev), dhPrev.ld,
        at(gates), gates.ld, at(kept), kept.ld, at(hPrev), hPrev.ld, dh.rows, dh.cols, lengths(s), s.t,
      );
    },
  };
}
