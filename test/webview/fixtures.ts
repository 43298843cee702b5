/**
 * A seeded stand-in for a run: an LSTM's forward pass with random weights on a real sentence, and gradients that
 * decay on their way back. The same function makes the frame in the page and the expected values in the test.
 */
import type { Frame } from '../../src/protocol/frame';
import type { Inspection, RunSnapshot, RunSummary } from '../../src/protocol/messages';
import type { Curves, RunInfo, RunPhase } from '../../src/protocol/run';
import { displayToken } from '../../src/text/display';
import type { TensorInfo, TensorSlice, TraceKind, TraceSchema, Wiring } from '../../src/protocol/trace';

export const RUN = 'run-1';
export const LENGTH = 64;
export const UNITS = 64;
const LAYERS = 2;

const TEXT =
  'The tide went out before dawn, and the boats lay on their sides like tired dogs. ' +
  'Nobody spoke of rain.\nBy noon the harbour smelled of salt, of rope and of warm tar; ' +
  'children counted crabs under the old stone bridge until the water came back for them.\n';

const VOCABULARY: readonly string[] = [...new Set(TEXT)].sort().map(displayToken);
const TOKENS = Int32Array.from([...TEXT], (sign) => VOCABULARY.indexOf(displayToken(sign)));

/** mulberry32. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

const GATES = [
  ['i', 'input gate'],
  ['f', 'forget gate'],
  ['g', 'cell candidate'],
  ['o', 'output gate'],
] as const;

function tensor(
  id: string,
  label: string,
  symbol: string,
  role: TensorInfo['role'],
  layer: number | null,
  of: string | null = null,
  length = LENGTH,
): TensorInfo {
  const direction = layer === null ? null : 'forward';
  if (role === 'loss') return { id, label, symbol, role, layer, direction, axes: ['time'], shape: [length], of };
  const second = role === 'logits' ? 'token' : 'unit';
  const size = role === 'logits' ? VOCABULARY.length : UNITS;
  return { id, label, symbol, role, layer, direction, axes: ['time', second], shape: [length, size], of };
}

function schemaTensors(length: number): readonly TensorInfo[] {
  const layers = Array.from({ length: LAYERS }, (_, l) => [
    tensor(`l${l}.h`, 'hidden state', 'h', 'state', l, null, length),
    tensor(`l${l}.c`, 'cell state', 'c', 'memory', l, null, length),
    ...GATES.map(([gate, label]) => tensor(`l${l}.gate.${gate}`, label, gate, 'gate', l, null, length)),
    tensor(`l${l}.dh`, 'gradient of the hidden state', '∂L/∂h', 'gradient', l, `l${l}.h`, length),
    tensor(`l${l}.dc`, 'gradient of the cell state', '∂L/∂c', 'gradient', l, `l${l}.c`, length),
  ]);
  return [
    ...layers.flat(),
    tensor('logits', 'logits', 'y', 'logits', null, null, length),
    tensor('loss', 'loss', 'L', 'loss', null, null, length),
  ];
}

const WIRING: Wiring = {
  nodes: [
    { id: 'x', symbol: 'x', label: 'input', role: 'input', layer: null, direction: null, value: null, gradient: null },
    ...Array.from({ length: LAYERS }, (_, l) => [
      node(`l${l}.c`, 'c', 'cell state', 'memory', l, `l${l}.c`, `l${l}.dc`),
      node(`l${l}.h`, 'h', 'hidden state', 'state', l, `l${l}.h`, `l${l}.dh`),
    ]).flat(),
    node('y', 'y', 'output', 'output', null, 'logits', null),
    node('L', 'L', 'loss', 'loss', null, 'loss', null),
  ],
  edges: [
    ...Array.from({ length: LAYERS }, (_, l) => [
      ...['h', 'c'].flatMap((state) => [
        edge(l === 0 ? 'x' : `l${l - 1}.h`, `l${l}.${state}`, 0, `rnn.weight_ih_l${l}`, `W_xh${mark(l)}`),
        edge(`l${l}.h`, `l${l}.${state}`, 1, `rnn.weight_hh_l${l}`, `W_hh${mark(l)}`),
      ]),
      edge(`l${l}.c`, `l${l}.c`, 1, null, null),
      edge(`l${l}.c`, `l${l}.h`, 0, null, null),
    ]).flat(),
    edge(`l${LAYERS - 1}.h`, 'y', 0, 'output.weight', 'W_hy'),
    edge('y', 'L', 0, null, null),
  ],
};

/** The engine's mark of a layer above the first. */
function mark(layer: number): string {
  return layer === 0 ? '' : `^(${layer + 1})`;
}

function node(
  id: string,
  symbol: string,
  label: string,
  role: Wiring['nodes'][number]['role'],
  layer: number | null,
  value: string | null,
  gradient: string | null,
): Wiring['nodes'][number] {
  return { id, symbol, label, role, layer, direction: layer === null ? null : 'forward', value, gradient };
}

function edge(
  from: string,
  to: string,
  lag: 0 | 1,
  parameter: string | null,
  symbol: string | null,
): Wiring['edges'][number] {
  return { from, to, lag, parameter, symbol };
}

export const SCHEMA: TraceSchema = { tensors: schemaTensors(LENGTH), wiring: WIRING };

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Every tensor of the trace at a training step. `decay` is what is left of a gradient after one step back. */
export function traceValues(step: number, length = LENGTH, decay = 0.8): ReadonlyMap<string, Float32Array> {
  const random = generator(step * 7919 + 17);
  const normal = () => random() + random() + random() + random() - 2;
  const values = new Map<string, Float32Array>();
  const position = positionOf(step, length);
  const scale = 0.4 + Math.min(1.4, step / 400);
  let input: (t: number, unit: number) => number = (t, unit) => {
    const token = TOKENS[(position + t) % TOKENS.length]!;
    return Math.sin(token * 12.9898 + unit * 78.233) * scale;
  };
  for (let l = 0; l < LAYERS; l++) {
    const all = Object.fromEntries(
      ['h', 'c', 'gate.i', 'gate.f', 'gate.g', 'gate.o', 'dh', 'dc'].map((name) => {
        const data = new Float32Array(length * UNITS);
        values.set(`l${l}.${name}`, data);
        return [name, data];
      }),
    ) as Record<string, Float32Array>;
    const keep = Array.from({ length: UNITS }, () => 1 + 3 * random());
    const mix = Array.from({ length: UNITS }, () => Math.floor(random() * UNITS));
    for (let t = 0; t < length; t++) {
      for (let u = 0; u < UNITS; u++) {
        const at = t * UNITS + u;
        const hBefore = t === 0 ? 0 : all['h']![at - UNITS - u + mix[u]!]!;
        const x = input(t, u);
        const i = sigmoid(x + hBefore);
        const f = sigmoid(keep[u]! - 1 + 0.5 * x);
        const g = Math.tanh(input(t, (u + 7) % UNITS) + hBefore + 0.1 * normal());
        const o = sigmoid(input(t, (u + 13) % UNITS) - hBefore);
        const c = f * (t === 0 ? 0 : all['c']![at - UNITS]!) + i * g;
        all['gate.i']![at] = i;
        all['gate.f']![at] = f;
        all['gate.g']![at] = g;
        all['gate.o']![at] = o;
        all['c']![at] = c;
        all['h']![at] = o * Math.tanh(c);
      }
    }
    for (const name of ['dh', 'dc']) {
      for (let t = length - 1; t >= 0; t--) {
        for (let u = 0; u < UNITS; u++) {
          const later = t === length - 1 ? 0 : all[name]![(t + 1) * UNITS + u]!;
          const own = (decay < 0.5 && t < length - 1 ? 0 : normal() * 2e-3) * (l === 1 ? 1 : 0.3);
          all[name]![t * UNITS + u] = own + decay * later;
        }
      }
    }
    const { h } = all;
    input = (t, unit) => 2 * h![t * UNITS + unit]!;
  }
  const logits = new Float32Array(length * VOCABULARY.length);
  const loss = new Float32Array(length);
  for (let t = 0; t < length; t++) {
    const target = TOKENS[(position + t + 1) % TOKENS.length]!;
    let sum = 0;
    for (let v = 0; v < VOCABULARY.length; v++) {
      const logit = normal() * 1.2 + (v === target ? scale * 2 * random() : 0);
      logits[t * VOCABULARY.length + v] = logit;
      sum += Math.exp(logit);
    }
    loss[t] = Math.log(sum) - logits[t * VOCABULARY.length + target]!;
  }
  values.set('logits', logits);
  values.set('loss', loss);
  // One entry that is exactly zero: it must be drawn in the neutral colour.
  values.get('l1.h')![ZERO.column * UNITS + ZERO.unit] = 0;
  return values;
}

/** Where the last layer's hidden state is exactly zero. */
export const ZERO = { column: 5, unit: 9 } as const;

function positionOf(step: number, length: number): number {
  return (step * length) % (TOKENS.length - length - 1);
}

interface FrameOptions {
  readonly step: number;
  readonly number: number;
  readonly kind?: TraceKind;
  readonly decay?: number;
  readonly tensors?: readonly string[];
  readonly from?: number;
  readonly to?: number;
}

/** A frame as a worker would send it for this subscription. */
export function makeFrame(options: FrameOptions): Frame {
  const { step, number, kind = 'training', decay, tensors, from = 0, to = LENGTH } = options;
  const values = traceValues(step, LENGTH, decay);
  const position = positionOf(step, LENGTH);
  const slices = [...values]
    .filter(([id]) => tensors === undefined || tensors.includes(id))
    .map(([id, data]): TensorSlice => {
      const rows = data.length / LENGTH;
      return { id, from, to, data: data.slice(from * rows, to * rows) };
    });
  const ids = (shift: number) =>
    Int32Array.from({ length: to - from }, (_, i) => TOKENS[(position + from + i + shift) % TOKENS.length]!);
  return {
    head: { run: RUN, kind, step, row: 0, position, length: LENGTH },
    number,
    from,
    to,
    inputs: ids(0),
    targets: ids(1),
    tensors: slices,
    scalars: scalarsAt(step),
  };
}

/** Step, losses, gradient norm, clip factor, tokens per second and seconds. */
function scalarsAt(step: number): Float64Array {
  const loss = 1.5 + 2.1 * Math.exp(-step / 300);
  return Float64Array.of(step, loss, loss + 0.11, 1.37, step % 3 === 0 ? 0.73 : 1, 41_250, step / 30);
}

export function makeSummary(step: number, phase: RunPhase, run = RUN): RunSummary {
  const reason =
    phase === 'failed'
      ? ({
          code: 'nonFinite',
          message: 'The loss became infinite at step 12: the learning rate 1,000,000 is too large for this model.',
        } as const)
      : null;
  const name = run === RUN ? 'harbour.txt' : `Run ${run}`;
  return { run, name, phase, reason, maxSteps: 2000, unit: 'token', scalars: scalarsAt(step) };
}

function makeCurves(step: number): Curves {
  const random = generator(5);
  const steps = Float64Array.from({ length: step }, (_, i) => i + 1);
  const losses = steps.map((at) => scalarsAt(at)[1]! + (random() - 0.5) * 0.25);
  const validation = Float64Array.from({ length: Math.floor(step / 50) }, (_, i) => 50 * (i + 1));
  return {
    train: { steps, losses },
    validation: { steps: validation, losses: validation.map((at) => scalarsAt(at)[2]!) },
  };
}

export const INFO: RunInfo = {
  run: RUN,
  config: {
    task: 'language-model',
    cell: 'lstm',
    hiddenSize: UNITS,
    layers: LAYERS,
    embeddingSize: 32,
    sequenceLength: LENGTH,
    batchSize: 16,
    learningRate: 0.003,
    optimizer: 'adam',
    clipNorm: 5,
    momentum: 0,
    schedule: 'constant',
    scheduleSteps: 1000,
    scheduleFactor: 0.1,
    warmupSteps: 0,
    accumulate: 1,
    dropout: 0,
    tied: false,
    bidirectional: false,
    seed: 1,
    carryState: true,
    truncation: 0,
    tokenizer: 'character',
    maxVocabulary: 256,
    maxSteps: 2000,
    patience: 0,
    validationFraction: 0.1,
  },
  modelLine: 'LSTM · 64 units · 2 layers · 62,116 parameters',
  parameterCount: 62_116,
  vocabulary: VOCABULARY,
  labels: [],
  tokenCount: TOKENS.length,
  trainTokens: Math.floor(TOKENS.length * 0.9),
  tokenStarts: new Int32Array(0),
  tokenEnds: new Int32Array(0),
  epochBatches: 3,
  characterCount: TOKENS.length,
  schema: SCHEMA,
  notices: [],
};

export function makeSnapshot(step: number, phase: RunPhase = 'running', number = 1): RunSnapshot {
  return {
    summary: makeSummary(step, phase),
    info: INFO,
    curves: makeCurves(step),
    confusion: null,
    frame: step > 0 ? makeFrame({ step, number }) : null,
    stale: [],
    document: 'harbour.txt',
    documentOpen: true,
    sample: {
      run: RUN,
      step,
      temperature: 0.8,
      text: 'the boats of the stone and the tide came under the warm of the\nrain, and childre counted salt ',
    },
  };
}

export function makeInspection(step: number, column: number): Inspection {
  return {
    key: { run: RUN, kind: 'training', step },
    column,
    position: positionOf(step, LENGTH) + column,
    token: 'd',
    target: 'a',
    loss: Float64Array.of(1.204, 0.3),
    topTokens: ['a', 'e', '␣', 'o', '⏎'],
    topProbabilities: Float64Array.of(0.3, 0.22, 0.14, 0.09, 0.04),
    states: ['l0.c', 'l0.h', 'l1.c', 'l1.h'],
    stateNorms: Float64Array.of(3.21, 2.05, 2.94, 1.87),
    gradientNorms: Float64Array.of(1.2e-2, 3.4e-3, 5.6e-2, 9.1e-3),
    units: Int32Array.of(12, 40, 3, 7, 61),
    unitValues: Float64Array.of(0.91, -0.88, 0.73, -0.61, 0.58),
    unitGradients: Float64Array.of(1e-3, -2e-3, 4e-4, -5e-5, 6e-6),
  };
}
