/** Unroll's engine behind the line protocol of README.md. One argument: its number of threads. */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { createEngine, type EngineBuild } from '../src/engine/createEngine';
import { creditMatrix } from '../src/engine/insight/credit';
import { serveHalf, type HalfSetup } from '../src/engine/secondThread';
import type { Batch, Engine, NamedArray } from '../src/engine/types';
import { shapeOf, type Spec } from './spec';

type Step = () => number;

if (isMainThread) void serve(process.argv[2] === '2' ? { startThread } : {});
else serveHalf((workerData as { readonly half: HalfSetup }).half);

function startThread(half: HalfSetup) {
  const worker = new Worker(__filename, { workerData: { half } });
  return { terminate: () => void worker.terminate() };
}

async function serve(build: EngineBuild): Promise<void> {
  let step: Step = () => NaN;
  let engine: Engine | null = null;
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line) as Record<string, never>;
    if (!request['open']) {
      const ms = time(step, request['seconds'], request['least']);
      console.log(JSON.stringify({ ms, rss: process.memoryUsage().rss, arena: engine?.bytes ?? 0 }));
      continue;
    }
    engine?.dispose();
    const spec = JSON.parse(readFileSync(request['open'], 'utf8')) as Spec;
    engine = engineOf(spec, build);
    while (build.startThread && spec.B > 1 && engine.threads < 2) await new Promise((r) => setTimeout(r, 5));
    step = WORK[request['work'] as string](engine, spec);
    const losses = Array.from({ length: request['steps'] }, step);
    console.log(JSON.stringify({ losses, version: 'Unroll' }));
  }
  engine?.dispose();
}

function time(step: Step, seconds: number, least: number): number[] {
  const times: number[] = [];
  const began = performance.now();
  while (times.length < least || performance.now() - began < seconds * 1000) {
    const start = performance.now();
    step();
    times.push(performance.now() - start);
  }
  return times;
}

const WORK: Readonly<Record<string, (engine: Engine, spec: Spec) => Step>> = {
  train: (engine, spec) => {
    const batch = batchOf(spec);
    return () => trainOnce(engine, batch);
  },
  traced: (engine, spec) => {
    const batch = batchOf(spec);
    return () => {
      const loss = trainOnce(engine, batch);
      engine.trace('training', 0);
      return loss;
    };
  },
  forward: (engine, spec) => {
    const batch = batchOf(spec);
    return () => {
      const { lossSum, targetCount } = engine.evaluate(batch);
      return lossSum / targetCount;
    };
  },
  credit: (engine, spec) => {
    const subject = { shape: engine.shape, parameters: engine.readParameters(), batch: batchOf(spec) };
    return () => {
      let sum = 0;
      for (const rows of creditMatrix(subject)) for (const { norms } of rows) sum += norms.reduce((a, b) => a + b, 0);
      return sum;
    };
  },
};

function trainOnce(engine: Engine, batch: Batch): number {
  const report = engine.gradients(batch, 0, () => false);
  engine.update(5);
  return typeof report === 'object' ? report.loss : NaN;
}

function engineOf(spec: Spec, build: EngineBuild): Engine {
  const sizes = { steps: spec.T, rows: spec.B, probeSteps: 1 };
  const rest = { seed: 1, precision: 'float32', optimizer: 'adam', learningRate: spec.rate } as const;
  const engine = createEngine({ shape: shapeOf(spec), sizes, ...rest }, build);
  engine.writeParameters(
    Object.entries(spec.parameters).map(([name, { shape, data }]): NamedArray => {
      const bytes = Buffer.from(data, 'base64');
      return { name, shape, data: new Float32Array(Uint8Array.from(bytes).buffer) };
    }),
  );
  return engine;
}

function batchOf({ T, B, inputs, targets }: Spec): Batch {
  const lengths = new Int32Array(B).fill(T);
  const [ids, wanted] = [Int32Array.from(inputs), Int32Array.from(targets)];
  return { steps: T, rows: B, inputs: ids, targets: wanted, lengths, initial: null };
}
