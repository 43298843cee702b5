import assert from 'node:assert/strict';
import fc from 'fast-check';
import { FRAME_BYTE_LIMIT } from '../../../src/protocol/frame';
import type { Frame } from '../../../src/protocol/frame';
import { inspectorGuards, panelGuards, workerGuards } from '../../../src/protocol/guards';
import type { Inspection } from '../../../src/protocol/messages';
import { SCALARS } from '../../../src/protocol/run';
import type { RunInfo } from '../../../src/protocol/run';

const key = { run: 'r1', kind: 'training', step: 3 } as const;
const frame: Frame = {
  head: { ...key, row: 0, position: 0, length: 4 },
  number: 1,
  from: 0,
  to: 2,
  inputs: Int32Array.of(1, 2),
  targets: Int32Array.of(2, -1),
  tensors: [{ id: 'l0.h', from: 0, to: 2, data: Float32Array.of(NaN, Infinity) }],
  scalars: new Float64Array(SCALARS.length).fill(NaN),
};
const points = { steps: Float64Array.of(1), losses: Float64Array.of(NaN) };
const progress = {
  run: 'r1',
  phase: 'running',
  reason: null,
  scalars: frame.scalars,
  curves: { train: points, validation: points },
  confusion: { step: 1, counts: Int32Array.of(3, 1, 0, 2) },
  replace: false,
};
const edge = { from: 'a', to: 'b', lag: -1, parameter: null, symbol: null } as const;
const info: RunInfo = {
  run: 'r1',
  config: { task: 'languageModel' } as RunInfo['config'],
  modelLine: 'LSTM',
  parameterCount: 1,
  vocabulary: ['a'],
  labels: [],
  tokenCount: 1,
  trainTokens: 1,
  epochBatches: 1,
  characterCount: 1,
  tokenStarts: Int32Array.of(0),
  tokenEnds: Int32Array.of(1),
  schema: {
    tensors: [
      {
        id: 'h',
        label: 'h',
        symbol: 'h',
        role: 'state',
        layer: 0,
        direction: null,
        axes: ['time'],
        shape: [4],
        of: null,
      },
    ],
    wiring: { nodes: [], edges: [edge] },
  },
  notices: [],
};
const inspection: Inspection = {
  key,
  column: 0,
  position: 0,
  token: 'a',
  target: '',
  loss: Float64Array.of(NaN, NaN),
  topTokens: ['a'],
  topProbabilities: Float64Array.of(1),
  states: ['h0'],
  stateNorms: Float64Array.of(1),
  gradientNorms: Float64Array.of(1),
  units: Int32Array.of(0),
  unitValues: Float64Array.of(1),
  unitGradients: Float64Array.of(NaN),
};
const slice = { id: 'l0.h', from: 0, to: 2, data: new Float32Array(2) };
const sample = { run: 'r1', length: 10, temperature: 0.8, seed: 1 };

const good: readonly [string, (value: unknown) => string | null, unknown][] = [
  ['a panel that is ready', panelGuards.args.ready, { version: 1 }],
  [
    'a subscription',
    panelGuards.args.subscribe,
    { run: 'r1', subscription: { kind: 'probe', tensors: ['l0.h'], from: 0, to: 9 } },
  ],
  ['the end of a subscription', panelGuards.args.subscribe, { run: 'r1', subscription: null }],
  ['an acknowledgement', panelGuards.args.acknowledge, { run: 'r1', number: 4 }],
  ['an action', panelGuards.args.act, { run: 'r1', action: 'pause' }],
  ['a choice of run', panelGuards.args.show, { run: 'r1' }],
  ['a probe', panelGuards.args.probe, { run: 'r1', from: 3, to: 40 }],
  ['a selection', panelGuards.args.reveal, { run: 'r1', from: 3, to: 3 }],
  ['a timestep under study', panelGuards.args.inspect, { key, column: 2 }],
  ['no timestep under study', panelGuards.args.inspect, null],
  ['a fetch', panelGuards.args.fetch, { key, tensor: 'l0.h', from: 0, to: 2 }],
  ['a wish for a sample', panelGuards.args.sample, sample],
  ['a command', panelGuards.args.command, { command: 'unroll.showLog' }],
  ['a frame with NaN in it', workerGuards.args.frame, frame],
  ['progress', workerGuards.args.progress, progress],
  ['a recovery checkpoint', workerGuards.args.recovery, { run: 'r1', step: 3, checkpoint: new Uint8Array(9) }],
  ['a created run', workerGuards.results.create, info],
  ['nothing as the answer of start', workerGuards.results.start, undefined],
  ['a slice', workerGuards.results.fetch, slice],
  ['an inspection', workerGuards.results.inspect, inspection],
  ['a sample', workerGuards.results.sample, { run: 'r1', step: 1, temperature: 1, text: 'abc' }],
  ['a ready inspector', inspectorGuards.args.ready, { version: 1 }],
  ['a move', inspectorGuards.args.move, { by: -1 }],
];

const bad: readonly [string, (value: unknown) => string | null, unknown][] = [
  ['a version that is no number', panelGuards.args.ready, { version: '1' }],
  ['no arguments', panelGuards.args.acknowledge, undefined],
  ['a negative number', panelGuards.args.acknowledge, { run: 'r1', number: -1 }],
  ['a NaN number', panelGuards.args.acknowledge, { run: 'r1', number: NaN }],
  ['an unknown action', panelGuards.args.act, { run: 'r1', action: 'format' }],
  ['a run name of a megabyte', panelGuards.args.show, { run: 'x'.repeat(1 << 20) }],
  ['a reversed range', panelGuards.args.probe, { run: 'r1', from: 9, to: 3 }],
  ['a command of somebody else', panelGuards.args.command, { command: 'workbench.action.quit' }],
  ['a sample without end', panelGuards.args.sample, { ...sample, length: 1e9 }],
  ['a NaN temperature', panelGuards.args.sample, { ...sample, temperature: NaN }],
  [
    'a thousand times too many tensors',
    panelGuards.args.subscribe,
    { run: 'r1', subscription: { kind: 'probe', tensors: new Array<string>(1e6).fill('h'), from: 0, to: 1 } },
  ],
  [
    'a frame over the byte limit',
    workerGuards.args.frame,
    { ...frame, tensors: [0, 1].map(() => ({ ...slice, data: new Float32Array(FRAME_BYTE_LIMIT / 4) })) },
  ],
  ['numbers as a list', workerGuards.args.frame, { ...frame, scalars: [...frame.scalars] }],
  ['too few scalars', workerGuards.args.frame, { ...frame, scalars: new Float64Array(1) }],
  ['doubles for floats', workerGuards.args.frame, { ...frame, tensors: [{ ...slice, data: new Float64Array(2) }] }],
  ['an unknown phase', workerGuards.args.progress, { ...progress, phase: 'dreaming' }],
  ['a checkpoint that is no bytes', workerGuards.args.recovery, { run: 'r1', step: 3, checkpoint: 'zip' }],
  [
    'a lag of two',
    workerGuards.results.create,
    { ...info, schema: { ...info.schema, wiring: { nodes: [], edges: [{ ...edge, lag: 2 }] } } },
  ],
  ['a double jump', inspectorGuards.args.move, { by: 2 }],
];

describe('guards', () => {
  for (const [what, guard, value] of good)
    it(`lets in ${what}`, () => {
      assert.equal(guard(value), null);
    });

  for (const [what, guard, value] of bad)
    it(`refuses ${what} with words`, () => {
      assert.match(guard(value) ?? '', /^[\w.]+( \w+)*: ./);
    });

  it('answers any value without throwing', () => {
    const tables = [panelGuards.args, workerGuards.args, workerGuards.results, inspectorGuards.args];
    fc.assert(
      fc.property(fc.anything({ withTypedArray: true }), (value) => {
        for (const table of tables)
          for (const guard of Object.values(table)) {
            const verdict = guard(value);
            assert.ok(verdict === null || verdict.length > 0);
          }
      }),
    );
  });

  it('refuses a frame in which any one field is missing or wrong', () => {
    const fields = Object.keys(frame) as (keyof Frame)[];
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.constantFrom(undefined, null, 'x', {}, NaN), (field, wrong) => {
        assert.notEqual(workerGuards.args.frame({ ...frame, [field]: wrong }), null);
      }),
    );
  });
});
