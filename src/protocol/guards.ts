/**
 * What may enter the host: one schema for each method of each table of `messages.ts`. Numbers are checked for range,
 * strings and lists for length, typed arrays by class and length, so that a broken peer is refused with words.
 */
import * as z from 'zod/mini';
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

/** Longest lists: columns of a trace, tensors, tokens of a vocabulary, points of a curve, tokens of a text. */
const MAX_COLUMNS = 1 << 20;
const MAX_TENSORS = 1024;
const MAX_VOCABULARY = 1 << 20;
const MAX_POINTS = 1 << 16;
const MAX_TOKENS = 1 << 28;
/** Largest binary message: a checkpoint, or a slice that was asked for. */
const MAX_BYTES = 1 << 30;

const text = (max: number) => z.string().check(z.maxLength(max));
const words = text(4096);
const id = text(256);
const count = z.int().check(z.nonnegative());
const list = <T extends z.ZodMiniType>(of: T, max: number) => z.array(of).check(z.maxLength(max));

type ArrayClass = Float32ArrayConstructor | Float64ArrayConstructor | Int32ArrayConstructor | Uint8ArrayConstructor;
function typedArray(of: ArrayClass, max: number, min = 0) {
  const right = (value: unknown) => value instanceof of && value.length >= min && value.length <= max;
  return z.custom(right, `not a ${of.name} of ${min === max ? max : `${min} to ${max}`} elements`);
}
const bytes = typedArray(Uint8Array, MAX_BYTES);
const scalars = typedArray(Float64Array, SCALARS.length, SCALARS.length);

const step = count;
const kind = z.enum(['training', 'probe']);
const key = z.object({ run: id, kind, step });
const head = z.extend(key, { row: count, position: count, length: count.check(z.maximum(MAX_COLUMNS)) });
/** Columns or positions `from..to` (exclusive). */
const span = { from: count, to: count };
const ordered = z.refine<{ from: number; to: number }>(({ from, to }) => from <= to, '"from" lies behind "to"');
const slice = (maxBytes: number) =>
  z.object({ id, ...span, data: typedArray(Float32Array, maxBytes / Float32Array.BYTES_PER_ELEMENT) }).check(ordered);

const subscription = z.object({ kind, tensors: list(id, MAX_TENSORS), ...span }).check(ordered);
const frameBytes = z.refine<{ tensors: { data: unknown }[] }>(
  ({ tensors }) => tensors.reduce((sum, { data }) => sum + (data as Float32Array).byteLength, 0) <= FRAME_BYTE_LIMIT,
  `more than ${FRAME_BYTE_LIMIT} bytes of tensors`,
);
const frame = z
  .object({
    head,
    number: count,
    ...span,
    inputs: typedArray(Int32Array, MAX_COLUMNS),
    targets: typedArray(Int32Array, MAX_COLUMNS),
    tensors: list(slice(FRAME_BYTE_LIMIT), MAX_TENSORS),
    scalars,
  })
  .check(ordered, frameBytes);

const points = z.object({ steps: typedArray(Float64Array, MAX_POINTS), losses: typedArray(Float64Array, MAX_POINTS) });
const curves = z.object({ train: points, validation: points });
const phase = z.enum(['preparing', 'running', 'paused', 'finished', 'stopped', 'failed']);
const reason = z.object({
  code: z.enum(['maxSteps', 'patience', 'user', 'nonFinite', 'workerDied', 'badInput', 'tooLarge']),
  message: words,
});

const direction = z.nullable(z.enum(['forward', 'reverse']));
const layer = z.nullable(count);
const tensorInfo = z.object({
  id,
  label: id,
  symbol: id,
  role: z.enum(['state', 'memory', 'gate', 'gradient', 'logits', 'loss']),
  layer,
  direction,
  axes: list(z.enum(['time', 'unit', 'token']), 8),
  shape: list(count, 8),
  of: z.nullable(id),
});
const wiring = z.object({
  nodes: list(
    z.object({
      id,
      symbol: id,
      label: id,
      role: z.enum(['input', 'state', 'memory', 'output', 'loss']),
      layer,
      direction,
      value: z.nullable(id),
      gradient: z.nullable(id),
    }),
    MAX_TENSORS,
  ),
  edges: list(
    z.object({
      from: id,
      to: id,
      lag: z.literal([-1, 0, 1]),
      parameter: z.nullable(id),
      symbol: z.nullable(id),
    }),
    MAX_TENSORS,
  ),
});
const runInfo = z.object({
  run: id,
  config: z.object({ task: id }),
  modelLine: words,
  parameterCount: count,
  vocabulary: list(words, MAX_VOCABULARY),
  tokenCount: count,
  trainTokens: count,
  characterCount: count,
  tokenStarts: typedArray(Int32Array, MAX_TOKENS),
  tokenEnds: typedArray(Int32Array, MAX_TOKENS),
  schema: z.object({ tensors: list(tensorInfo, MAX_TENSORS), wiring }),
  notices: list(words, 64),
});

const floats = (max: number) => typedArray(Float64Array, max);
const inspection = z.object({
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
const sample = z.object({ run: id, step, temperature: z.number(), text: text(1 << 20) });

const fetchArgs = z.object({ key, tensor: id, ...span }).check(ordered);
const sampleArgs = z.object({
  run: id,
  length: z.int().check(z.positive(), z.maximum(MAX_SAMPLE)),
  temperature: z.number().check(z.nonnegative(), z.maximum(100)),
  seed: z.int(),
});
const subscribeArgs = z.object({ run: id, subscription: z.nullable(subscription) });
const rangeArgs = z.object({ run: id, ...span }).check(ordered);
const version = z.object({ version: z.int() });
const nothing = z.undefined();

function guard(schema: z.ZodMiniType): Guard {
  return (value) => {
    const result = schema.safeParse(value);
    if (result.success) return null;
    const [issue] = result.error.issues;
    return `${issue!.path.join('.') || 'the message'}: ${issue!.message}`;
  };
}

function guardTable<K extends string>(schemas: Readonly<Record<K, z.ZodMiniType>>): Readonly<Record<K, Guard>> {
  const entries = Object.entries<z.ZodMiniType>(schemas).map(([method, schema]) => [method, guard(schema)]);
  return Object.fromEntries(entries) as Record<K, Guard>;
}

/** For the host's end of a link to a worker. */
export const workerGuards: Required<Guards<WorkerEvents, WorkerMethods>> = {
  args: guardTable({
    progress: z.object({ run: id, phase, reason: z.nullable(reason), scalars, curves, replace: z.boolean() }),
    frame,
    recovery: z.object({ run: id, step, checkpoint: bytes }),
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
  }),
};

/** For the host's end of a link to the panel's page. */
export const panelGuards: Required<Guards<PanelMethods, PanelEvents>> = {
  args: guardTable({
    ready: version,
    subscribe: subscribeArgs,
    acknowledge: z.object({ run: id, number: count }),
    act: z.object({
      run: id,
      action: z.enum(['start', 'pause', 'step', 'stop', 'reset', 'save', 'rename', 'delete', 'lowerRate']),
    }),
    show: z.object({ run: id }),
    probe: rangeArgs,
    reveal: rangeArgs,
    inspect: z.nullable(z.object({ key, column: count })),
    fetch: fetchArgs,
    sample: sampleArgs,
    command: z.object({ command: z.enum(['unroll.trainOnSelection', 'unroll.trainOnFile', 'unroll.showLog']) }),
  }),
  results: {},
};

/** For the host's end of a link to the Inspector view's page. */
export const inspectorGuards: Required<Guards<InspectorMethods, InspectorEvents>> = {
  args: guardTable({ ready: version, move: z.object({ by: z.literal([-1, 1]) }) }),
  results: {},
};
