import type { CellName } from '../../../src/protocol/run';
import { equal, ok } from './expect';
import { reached, withRun } from './unroll';

const CELLS: readonly CellName[] = ['rnn_tanh', 'rnn_relu', 'gru', 'gru_reset_before', 'lstm'];
/** Rows of PyTorch's stacked weight matrices: gates × hidden size. */
const GATES: Record<CellName, number> = { rnn_tanh: 1, rnn_relu: 1, gru: 3, gru_reset_before: 3, lstm: 4 };

describe('a trace', () => {
  for (const cell of CELLS)
    it(`of ${cell} holds named tensors of the size their shape says`, () =>
      withRun(
        async (run) => {
          await reached(run, 3);
          const { head, inputs, tensors } = await run.trace();
          equal(inputs.length, head.length, 'inputs');
          for (const name of ['l0.h', 'l0.dh', 'l1.h', 'l1.dh', 'logits', 'loss'])
            ok(tensors.has(name), `no ${name} among ${[...tensors.keys()].join(', ')}`);
          for (const [name, { info, data }] of tensors) {
            equal(info.id, name, 'name');
            equal(
              data.length,
              info.shape.reduce((product, extent) => product * extent, 1),
              `size of ${name}`,
            );
          }
          const hidden = tensors.get('l0.h')!;
          equal(hidden.info.shape, [head.length, run.config.hiddenSize], 'shape of l0.h');
          ok(hidden.data.some((value) => value !== 0) && hidden.data.every(Number.isFinite), 'l0.h has values');
        },
        { cell, layers: 2 },
      ));

  it('is of a finished step and moves on with the run', () =>
    withRun(async (run) => {
      await reached(run, 3);
      const early = (await run.trace()).head.step;
      await reached(run, early + 10);
      ok((await run.trace()).head.step > early, 'a later step');
    }));
});

describe('the past of a run', () => {
  it('is replayed to the bit, and branched from with other settings', () =>
    withRun(async (run) => {
      await reached(run, 40);
      ok((await run.snapshots()).includes(1), 'snapshots from the first step on');
      const [first, again] = [await run.replay(17), await run.replay(17)];
      equal(first.length, again.length, 'bytes of a replayed state');
      const branch = await run.branch(17, { learningRate: 0.001 });
      try {
        await reached(branch, 20);
        equal(branch.config.learningRate, 0.001, 'the setting that was changed');
      } finally {
        branch.dispose();
      }
    }));

  it('has gradients that agree with differences of the loss', () =>
    withRun(async (run) => {
      await reached(run, 10);
      const report = await run.checkGradients();
      ok(report.passed, `${report.worst.join(' ')} at ${report.place}`);
    }));
});

describe('a checkpoint', () => {
  for (const cell of CELLS)
    it(`of ${cell} is a safetensors file with PyTorch’s names and shapes`, () =>
      withRun(
        async (run) => {
          await reached(run, 3);
          const tensors = safetensorsHeader(await run.checkpoint());
          const { hiddenSize, embeddingSize } = run.config;
          const rows = GATES[cell] * hiddenSize;
          const shapes = Object.fromEntries(
            Object.entries(tensors).map(([name, { shape }]) => [name.replace(/^.*\.(?=(weight|bias)_)/, ''), shape]),
          );
          equal(shapes['weight_ih_l0'], [rows, embeddingSize], `weight_ih_l0 in ${Object.keys(tensors).join(', ')}`);
          equal(shapes['weight_hh_l0'], [rows, hiddenSize], 'weight_hh_l0');
          equal(shapes['bias_ih_l0'], [rows], 'bias_ih_l0');
          equal(shapes['bias_hh_l0'], [rows], 'bias_hh_l0');
        },
        { cell },
      ));
});

interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** The header of a safetensors file, checked against its bytes: the tensors fill the data without a gap. */
function safetensorsHeader(bytes: Uint8Array): Record<string, TensorEntry> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength))) as Record<
    string,
    TensorEntry
  >;
  delete header['__metadata__'];
  let end = 0;
  for (const { data_offsets } of Object.values(header).sort((a, b) => a.data_offsets[0] - b.data_offsets[0])) {
    equal(data_offsets[0], end, 'start of a tensor');
    end = data_offsets[1];
  }
  equal(8 + headerLength + end, bytes.length, 'length of the file');
  return header;
}
