import { compare } from './compare';
import { javascriptPeer, pytorch, unroll } from './engines';
import type { Row } from './row';

/** Forward only of one sequence: what reading a file costs. */
export async function* benchForward(): AsyncIterable<Row> {
  for (const H of [64, 128, 256])
    yield* compare(
      [unroll(1), javascriptPeer('onnxruntime', 'onnx.mjs'), pytorch(1)],
      { cell: 'lstm', H, B: 1, T: 64 },
      { name: 'forward', work: () => 'forward', steps: 2, tolerance: 1e-4 },
    );
}
