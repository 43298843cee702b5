import type { GateStep, Handle, IndexHandle, Kernels, PackedHandle } from '../kernels';

/** What `assembly/index.ts` exports, named as in `Kernels`: functions of byte addresses, leading dimensions and counts. */
export type SimdExports = Readonly<Record<keyof Kernels, (...args: number[]) => number>>;

/** Byte addresses of an arena's parts, and of a thread's scratch in it. */
export interface Places {
  readonly data: number;
  readonly indices: number;
  readonly packed: number;
  readonly scratch: number;
}

/** Bytes of the scratch panel `addOuter` packs into: 256 rows of 16 columns; and of one timestep's table. */
const PANEL_BYTES = 256 * 16 * 4;
export const SCRATCH_BYTES = PANEL_BYTES + 256;

/** Elements of a packed weight: columns in panels of 16, the last one padded with zeros. */
export function packedLength(inner: number, cols: number): number {
  return Math.ceil(cols / 16) * 16 * inner;
}

/** The kernels that are in the module, as calls of it over an arena in `memory`. */
export function simdCalls(wasm: SimdExports, { buffer }: WebAssembly.Memory, places: Places): Partial<Kernels> {
  const at = ({ offset }: Handle): number => places.data + offset * 4;
  const run = ({ offset }: IndexHandle): number => places.indices + offset * 4;
  const weight = ({ offset }: PackedHandle): number => places.packed + offset * 4;
  const step = places.scratch + PANEL_BYTES;
  const table = new Int32Array(buffer, step, 64);

  /** Writes a timestep for `assembly/step.ts`, in the order of its `Of`; returns where. */
  const put = (s: GateStep): number => {
    const { gates, kept, recurrent, da, daRecurrent, h, hPrev, dh, dhPrev, c, cPrev, dc, dcPrev } = s;
    const matrices = [gates, kept, recurrent, da, daRecurrent, h, hPrev, dh, dhPrev, c, cPrev, dc, dcPrev];
    for (let i = 0; i < matrices.length; i++) {
      table[2 * i] = at(matrices[i]);
      table[2 * i + 1] = matrices[i].ld * 4;
    }
    table[26] = run(s.lengths);
    table[27] = s.t;
    table[28] = h.rows;
    table[29] = h.cols;
    table[30] = gates.cols;
    table[31] = kept.cols;
    table[32] = c.cols;
    return step;
  };

  return {
    pack: (to, from, transposed) => wasm.pack(weight(to), at(from), from.ld, to.inner, to.cols, Number(transposed)),
    matmul: (to, a, b, add) =>
      wasm.matmul(at(to), to.ld, at(a), a.ld, to.rows, weight(b), b.inner, to.cols, Number(add)),
    addOuter: (to, a, b) =>
      wasm.addOuter(at(to), to.ld, at(a), a.ld, at(b), b.ld, a.rows, to.rows, to.cols, places.scratch),
    add: (to, from) => wasm.add(at(to), to.ld, at(from), from.rows === 1 ? 0 : from.ld, to.rows, to.cols),
    sumRows: (to, from) => wasm.sumRows(at(to), at(from), from.ld, from.rows, from.cols),
    sumSquares: (of) => wasm.sumSquares(at(of), of.ld, of.rows, of.cols),
    scatterAdd: (to, from, ids) => wasm.scatterAdd(at(to), to.ld, at(from), from.ld, run(ids), ids.length, from.cols),

    rnnForward: (s, activation) => wasm.rnnForward(put(s), Number(activation === 'relu')),
    rnnBackward: (s, activation) => wasm.rnnBackward(put(s), Number(activation === 'relu')),
    lstmForward: (s) => wasm.lstmForward(put(s)),
    lstmBackward: (s) => wasm.lstmBackward(put(s)),
    gruForward: (s) => wasm.gruForward(put(s)),
    gruBackward: (s) => wasm.gruBackward(put(s)),

    softmaxCrossEntropy(losses, dLogits, logits, targets, scale) {
      const [own, to] = [at(losses), at(dLogits)];
      const { rows, cols, ld } = logits;
      return wasm.softmaxCrossEntropy(own, losses.ld, to, dLogits.ld, at(logits), ld, rows, cols, run(targets), scale);
    },

    update(parameter, gradient, m, v, rule) {
      const { rate, first, second, gradientScale: scale, epsilon } = rule;
      const [keep1, take1] = first ? [first.keep, first.take] : [0, 0];
      const [keep2, take2] = second ? [second.keep, second.take] : [0, 0];
      const [step, shrink] = [rate / rule.correction1, 1 - rate * rule.decay];
      const root = 1 / Math.sqrt(rule.correction2);
      let largest = 0;
      for (let row = 0; row < parameter.rows; row++) {
        const place = (of: Handle): number => at(of) + row * of.ld * 4;
        const [p, g, n] = [place(parameter), place(gradient), parameter.cols];
        const [m4, v4] = [first ? place(m) : 0, second ? place(v) : 0];
        const own = wasm.update(p, g, m4, v4, n, scale, step, shrink, keep1, take1, keep2, take2, root, epsilon);
        largest = Math.max(largest, own);
      }
      return largest;
    },
  };
}
