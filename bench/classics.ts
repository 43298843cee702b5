/**
 * The two classic tests of long memory (Hochreiter & Schmidhuber 1997): the adding problem, and copying symbols over a
 * stretch of blanks. Losses beside their baselines, and how much of the gradient reaches the first timestep.
 */
import { createEngine } from '../src/engine/createEngine';
import { Generator } from '../src/engine/generator';
import type { Batch, CellName, Engine, ModelShape } from '../src/engine/types';
import { round } from './compare';
import type { Row } from './row';

const [H, B] = [64, 32];
const CELLS: readonly CellName[] = ['rnn_tanh', 'lstm', 'gru'];
const SEEDS = [1, 2, 3];

interface Classic {
  readonly task: string;
  /** Timesteps of a whole sequence. */
  readonly steps: number;
  readonly shape: Omit<ModelShape, 'cell' | 'hiddenSize' | 'layers'>;
  /** The loss of a model that remembers nothing. */
  readonly baseline: number;
  readonly rate: number;
  readonly trainingSteps: number;
  /** Timesteps that gates should be open for at first; null leaves the initial biases as they are. */
  readonly span: number | null;
  draw(generator: Generator): Batch;
}

/** The sum of the two marked ones of T random numbers; without memory the best guess is 1, with error 1/6. */
function addingProblem(T: number): Classic {
  return {
    task: 'adding',
    steps: T,
    shape: { vocabularySize: 1, embeddingSize: 2, outputSize: 1, input: 'vector', output: 'numbers' },
    baseline: 1 / 6,
    rate: 0.001,
    trainingSteps: 6000,
    span: null,
    draw(generator) {
      const vectors = new Float64Array(T * B * 2);
      const wanted = new Float64Array(T * B);
      const targets = new Int32Array(T * B).fill(-1);
      for (let b = 0; b < B; b++) {
        const half = Math.floor(T / 2);
        const marked = [Math.floor(generator.uniform() * half), half + Math.floor(generator.uniform() * (T - half))];
        for (let t = 0; t < T; t++) vectors[(t * B + b) * 2] = generator.uniform();
        for (const t of marked) vectors[(t * B + b) * 2 + 1] = 1;
        wanted[(T - 1) * B + b] = marked.reduce((sum, t) => sum + vectors[(t * B + b) * 2]!, 0);
        targets[(T - 1) * B + b] = 0;
      }
      return { ...empty(T), vectors, wanted, targets };
    },
  };
}

/** Ten symbols of eight, T blanks, then the ten again; without memory the best guess costs 10 ln 8 / 10 a symbol. */
function copyMemory(T: number): Classic {
  const [symbols, count] = [8, 10];
  const [blank, go] = [symbols, symbols + 1];
  const steps = T + 2 * count;
  return {
    task: 'copy',
    steps,
    shape: { vocabularySize: symbols + 2, embeddingSize: 16, outputSize: symbols },
    baseline: Math.log(symbols),
    rate: 0.002,
    trainingSteps: 5000,
    span: T,
    draw(generator) {
      const inputs = new Int32Array(steps * B).fill(blank);
      const targets = new Int32Array(steps * B).fill(-1);
      for (let b = 0; b < B; b++) {
        inputs[(count + T - 1) * B + b] = go;
        for (let i = 0; i < count; i++) {
          const symbol = Math.floor(generator.uniform() * symbols);
          inputs[i * B + b] = symbol;
          targets[(count + T + i) * B + b] = symbol;
        }
      }
      return { ...empty(steps), inputs, targets };
    },
  };
}

function empty(steps: number): Batch {
  const lengths = new Int32Array(B).fill(steps);
  return { steps, rows: B, inputs: new Int32Array(0), targets: new Int32Array(0), lengths, initial: null };
}

export function* benchClassics(quick: boolean): Iterable<Row> {
  for (const classic of [addingProblem(100), copyMemory(100)])
    for (const cell of CELLS) for (const seed of quick ? SEEDS.slice(0, 1) : SEEDS) yield run(classic, cell, seed);
}

function run(classic: Classic, cell: CellName, seed: number): Row {
  const { task, steps, shape, baseline, rate } = classic;
  const trainingSteps = classic.trainingSteps;
  const sizes = { steps, rows: B, probeSteps: 1 };
  const options = { sizes, seed, precision: 'float32', optimizer: 'adam', learningRate: rate } as const;
  const engine = createEngine({ shape: { ...shape, cell, hiddenSize: H, layers: 1 }, ...options });
  if (classic.span !== null) openGates(engine, classic.span, new Generator(seed, 2));
  const generator = new Generator(seed, 1);
  const started = performance.now();
  const losses: number[] = [];
  const reach: number[] = [];
  for (let step = 0; step < trainingSteps; step++) {
    const report = engine.gradients(classic.draw(generator), 0, () => false);
    if (typeof report === 'object') losses.push(report.loss);
    if (step % 100 === 0) reach.push(reachOf(engine));
    engine.update(1);
  }
  const seconds = (performance.now() - started) / 1000;
  const last = losses.slice(-100).reduce((sum, loss) => sum + loss, 0) / 100;
  const left = losses.findIndex((_, at) => mean(losses.slice(at, at + 100)) < baseline / 2);
  return {
    cell,
    H,
    B,
    T: steps,
    engine: 'unroll',
    task,
    seed,
    baseline: round(baseline),
    loss: round(last),
    halfBaselineAtStep: left < 0 || left + 100 > losses.length ? null : left,
    reachAtStart: Number(reach[0]!.toExponential(2)),
    reachMedian: Number([...reach].sort((a, b) => a - b)[reach.length >> 1]!.toExponential(2)),
    seconds: Math.round(seconds),
    ms: Math.round((seconds * 1000) / trainingSteps),
    tokensPerSecond: Math.round((trainingSteps * steps * B) / seconds),
  };
}

/**
 * Chrono initialisation (Tallec & Ollivier 2018): each unit's gate that keeps is open for a random time of up to `span`
 * steps, b_keep = ln u, u uniform in [1, span], and in an LSTM the input gate is shut as far, b_i = -b_f.
 */
function openGates(engine: Engine, span: number, generator: Generator): void {
  const { cell } = engine.shape;
  if (cell === 'rnn_tanh') return;
  const bias = engine.readParameters().find(({ name }) => name === 'rnn.bias_hh_l0')!;
  const data = Float64Array.from(bias.data).fill(0);
  for (let unit = 0; unit < H; unit++) {
    const open = Math.log(1 + generator.uniform() * (span - 1));
    // PyTorch's order: i, f, g, o and r, z, n.
    data[H + unit] = open;
    if (cell === 'lstm') data[unit] = -open;
  }
  const input = { ...bias, name: 'rnn.bias_ih_l0', data: data.map(() => 0) };
  engine.writeParameters([{ ...bias, data }, input]);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** ‖∂L/∂h_1‖ over ‖∂L/∂h_T‖ of the first row: what the gradient view shows of a loss at the end. */
function reachOf(engine: Engine): number {
  const trace = engine.trace('training', 0);
  const dh = trace.get('l0.dh')!;
  const norm = (t: number): number => Math.hypot(...dh.subarray(t * H, (t + 1) * H));
  return norm(0) / norm(dh.length / H - 1);
}
