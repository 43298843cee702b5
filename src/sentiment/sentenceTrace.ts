/** A sentence as the trace of a run, so that the views of training draw how it was read. */
import { wiringOf } from '../engine/wiring';
import type { Frame } from '../protocol/frame';
import { SCALARS, type RunInfo } from '../protocol/run';
import type { ReaderInfo } from '../protocol/sentiment';
import { DEFAULT_CONFIG } from '../training/config';
import { buildFrame } from '../training/frames';
import { takeTrace } from '../training/traces';
import type { WordForm } from '../text/wordForms';
import type { SequenceModel } from './sequenceModel';
import { vectorBatch } from './vectorBatch';

/** What the frame and the run's description call the run. */
const RUN = 'sentence';

/** Reads the words with the loss -ln p(explained). Each place in the sentence is a token of its own. */
export function sentenceTrace(
  model: SequenceModel,
  reader: ReaderInfo,
  words: readonly WordForm[],
  vectors: Float32Array,
  explained: number,
): { readonly info: RunInfo; readonly frame: Frame } {
  const { engine } = model;
  const batch = vectorBatch([vectors], model.embeddingSize, [explained]);
  const { loss } = engine.probe(batch);
  const inputs = Int32Array.from(words, (_, t) => t);
  const scalars = Float64Array.from(SCALARS, (name) => (name === 'trainLoss' ? loss : NaN));
  const trace = takeTrace(engine, 'probe', { ...batch, inputs }, { run: RUN, kind: 'probe', step: 0 }, 0, scalars);
  const tensors = trace.schema.map(({ id }) => id);
  const { cell, hiddenSize, layers, embeddingSize } = engine.shape;
  return {
    info: {
      run: RUN,
      config: {
        ...DEFAULT_CONFIG,
        cell,
        hiddenSize,
        layers,
        embeddingSize,
        sequenceLength: words.length,
        batchSize: 1,
        tokenizer: 'word',
      },
      modelLine: reader.modelLine,
      parameterCount: engine.parameterCount,
      vocabulary: words.map(({ text }) => text),
      labels: reader.labels,
      tokenCount: words.length,
      trainTokens: words.length,
      epochBatches: 1,
      tokenStarts: Int32Array.from(words, ({ start }) => start),
      tokenEnds: Int32Array.from(words, ({ end }) => end),
      characterCount: words.length > 0 ? words.at(-1)!.end - words[0]!.start : 0,
      // What the panel shows goes in as words, whatever the engine is given.
      schema: { tensors: trace.schema, wiring: wiringOf({ ...engine.shape, input: 'token' }) },
      notices: [],
    },
    frame: buildFrame(trace, { kind: 'probe', tensors, from: 0, to: words.length }, 1),
  };
}
