/**
 * What may enter the host: one check for each method of each table of `messages.ts`. Numbers are checked for range,
 * strings and lists for length, typed arrays by class and length, so that a broken peer is refused with words.
 */
import { boolean, fields, list, nothing, nullable, number, oneOf, text, typedArray, whole } from './check';
import type { Check } from './check';
import { FRAME_BYTE_LIMIT } from './frame';
import type { Guard, Guards } from './link';
import type {
  InspectorEvents,
  InspectorMethods,
  PanelEvents,
  PanelMethods,
  WorkerEvents,
  WorkerMethods,
} from './messages';
import { SCALARS } from './run';

/** Longest lists: a trace's columns, its tensors, a run's tokens and curve points. */
const MAX_COLUMNS = 1 << 20;
const MAX_TENSORS = 1024;
const MAX_VOCABULARY = 1 << 20;
const MAX_POINTS = 1 << 16;
/** Most labels of a classifier. */
const MAX_LABELS = 64;
/** Largest binary message: a checkpoint, or a slice that was asked for. */
const MAX_BYTES = 1 << 30;
/** Tokens of the largest text. */
const MAX_TOKENS = 1 << 28;

export const words = text(4096);
const id = text(256);
export const count = whole();
const bytes = typedArray(Uint8Array, MAX_BYTES);
const scalars = typedArray(Float64Array, SCALARS.length, SCALARS.length);

const kind = oneOf('training', 'probe');
const keyFields = { run: id, kind, step: count };
const key = fields(keyFields);
const head = fields({ ...keyFields, row: count, position: count, length: whole(0, MAX_COLUMNS) });
/** Columns or positions `from..to` (exclusive). */
const span = { from: count, to: count };
const ordered = ({ from, to }: { from: number; to: number }) => (from <= to ? null : '"from" lies behind "to"');
const slice = (maxBytes: number) =>
  fields({ id, ...span, data: typedArray(Float32Array, maxBytes / Float32Array.BYTES_PER_ELEMENT) }, ordered);

const subscription = fields({ kind, tensors: list(id, MAX_TENSORS), ...span }, ordered);
const withinFrame = ({ tensors }: { tensors: readonly { readonly data: Float32Array }[] }) => {
  const sum = tensors.reduce((total, { data }) => total + data.byteLength, 0);
  return sum <= FRAME_BYTE_LIMIT ? null : `more than ${FRAME_BYTE_LIMIT} bytes of tensors`;
};
export const frame = fields(
  {
    head,
    number: count,
    ...span,
    inputs: typedArray(Int32Array, MAX_COLUMNS),
    targets: typedArray(Int32Array, MAX_COLUMNS),
    tensors: list(slice(FRAME_BYTE_LIMIT), MAX_TENSORS),
    scalars,
  },
  ordered,
  withinFrame,
);

const points = fields({ steps: typedArray(Float64Array, MAX_POINTS), losses: typedArray(Float64Array, MAX_POINTS) });
const curves = fields({ train: points, validation: points });
const confusion = fields({ step: count, counts: typedArray(Int32Array, MAX_LABELS * MAX_LABELS) });
const phase = oneOf('preparing', 'running', 'paused', 'finished', 'stopped', 'failed');
const reason = fields({
  code: oneOf('maxSteps', 'patience', 'user', 'nonFinite', 'workerDied', 'badInput', 'tooLarge'),
  message: words,
});

const direction = oneOf('forward', 'reverse', null);
const layer = nullable(count);
const tensorInfo = fields({
  id,
  label: id,
  symbol: id,
  role: oneOf('state', 'memory', 'gate', 'gradient', 'logits', 'loss'),
  layer,
  direction,
  axes: list(oneOf('time', 'unit', 'token'), 8),
  shape: list(count, 8),
  of: nullable(id),
});
const wiringNode = fields({
  id,
  symbol: id,
  label: id,
  role: oneOf('input', 'state', 'memory', 'output', 'loss'),
  layer,
  direction,
  value: nullable(id),
  gradient: nullable(id),
});
const wiringEdge = fields({
  from: id,
  to: id,
  lag: oneOf(-1, 0, 1),
  parameter: nullable(id),
  symbol: nullable(id),
});
const wiring = fields({ nodes: list(wiringNode, MAX_TENSORS), edges: list(wiringEdge, MAX_TENSORS) });
export const runInfo = fields({
  run: id,
  config: fields({ task: id }),
  modelLine: words,
  parameterCount: count,
  vocabulary: list(words, MAX_VOCABULARY),
  labels: list(words, MAX_LABELS),
  tokenCount: count,
  trainTokens: count,
  epochBatches: count,
  tokenStarts: typedArray(Int32Array, MAX_TOKENS),
  tokenEnds: typedArray(Int32Array, MAX_TOKENS),
  characterCount: count,
  schema: fields({ tensors: list(tensorInfo, MAX_TENSORS), wiring }),
  notices: list(words, 64),
});

const floats = (max: number) => typedArray(Float64Array, max);
const inspection = fields({
  key,
  column: count,
  position: count,
  token: words,
  target: words,
  loss: typedArray(Float64Array, 2, 2),
  topTokens: list(words, 64),
  topProbabilities: floats(64),
  states: list(id, MAX_TENSORS),
  stateNorms: floats(MAX_TENSORS),
  gradientNorms: floats(MAX_TENSORS),
  units: typedArray(Int32Array, 1024),
  unitValues: floats(1024),
  unitGradients: floats(1024),
});
/** Longest text that may be asked of the model, in tokens. */
const MAX_SAMPLE = 4096;
const sample = fields({ run: id, step: count, temperature: number(0, 100), text: text(1 << 20) });

const MAX_SNAPSHOTS = 4096;
const gradientReport = fields({
  passed: boolean,
  worst: typedArray(Float64Array, 3, 3),
  place: words,
  entries: count,
  tensors: list(id, MAX_TENSORS),
  errors: floats(MAX_TENSORS),
});

const fetchArgs = fields({ key, tensor: id, ...span }, ordered);
const sampleArgs = fields({
  run: id,
  length: whole(1, MAX_SAMPLE),
  temperature: number(0, 100),
  seed: whole(Number.MIN_SAFE_INTEGER),
});
const subscribeArgs = fields({ run: id, subscription: nullable(subscription) });
const rangeArgs = fields({ run: id, ...span }, ordered);
/** Any number: a peer of another version must be heard to be refused with words. */
export const version = fields({ version: whole(Number.MIN_SAFE_INTEGER) });

export function guardTable<K extends string>(checks: Readonly<Record<K, Check>>): Readonly<Record<K, Guard>> {
  const entries = Object.entries<Check>(checks).map(([method, check]) => [
    method,
    (value: unknown) => check(value, ''),
  ]);
  return Object.fromEntries(entries) as Record<K, Guard>;
}

/** For the host's end of a link to a worker. */
export const workerGuards: Required<Guards<WorkerEvents, WorkerMethods>> = {
  args: guardTable({
    progress: fields({
      run: id,
      phase,
      reason: nullable(reason),
      scalars,
      curves,
      confusion: nullable(confusion),
      replace: boolean,
    }),
    frame,
    recovery: fields({ run: id, step: count, checkpoint: bytes }),
  }),
  results: guardTable({
    create: runInfo,
    start: nothing,
    pause: nothing,
    step: nothing,
    stop: bytes,
    reset: nothing,
    dispose: nothing,
    checkpoint: bytes,
    fetch: slice(MAX_BYTES),
    inspect: inspection,
    sample,
    snapshots: floats(MAX_SNAPSHOTS),
    replay: bytes,
    branch: fields({ config: fields({ task: id }), checkpoint: bytes }),
    checkGradients: gradientReport,
    exportReader: bytes,
  }),
};

/** For the host's end of a link to the panel's page. */
export const panelGuards: Required<Guards<PanelMethods, PanelEvents>> = {
  args: guardTable({
    ready: version,
    subscribe: subscribeArgs,
    acknowledge: fields({ run: id, number: count }),
    act: fields({
      run: id,
      action: oneOf('start', 'pause', 'step', 'stop', 'reset', 'save', 'rename', 'delete', 'lowerRate'),
    }),
    show: fields({ run: id }),
    probe: rangeArgs,
    reveal: rangeArgs,
    inspect: nullable(fields({ key, column: count })),
    fetch: fetchArgs,
    sample: sampleArgs,
    command: fields({ command: oneOf('unroll.trainOnSelection', 'unroll.trainOnFile', 'unroll.showLog') }),
  }),
  results: {},
};

/** For the host's end of a link to the Inspector view's page. */
export const inspectorGuards: Required<Guards<InspectorMethods, InspectorEvents>> = {
  args: guardTable({ ready: version, move: fields({ by: oneOf(-1, 1) }) }),
  results: {},
};
