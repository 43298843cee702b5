/** The one list of a model's parameters, in the order in which everything walks over them. */
import { CELLS } from './cells/table';
import type { Direction, ModelShape, ParameterInfo } from './types';

/** PyTorch's names of one recurrent layer's parameters. */
export function layerParameterNames(layer: number, direction: Direction) {
  const suffix = layerId(layer, direction);
  return {
    inputWeight: `rnn.weight_ih_${suffix}`,
    recurrentWeight: `rnn.weight_hh_${suffix}`,
    inputBias: `rnn.bias_ih_${suffix}`,
    recurrentBias: `rnn.bias_hh_${suffix}`,
  } as const;
}

/** Whether a parameter is a recurrent layer's: its rows are those of the gates. */
export function isRecurrent(name: string): boolean {
  return name.startsWith('rnn.');
}

/** The textbook's mark of a layer above the first and of a reading direction: `W_xh^(2)`, `W_xh←`. */
export function layerMark(layer: number, direction: Direction = 'forward'): string {
  return `${layer === 0 ? '' : `^(${layer + 1})`}${direction === 'reverse' ? '←' : ''}`;
}

/** What the tensors of one direction of a layer are called in traces: `l0`, `l0_reverse`. */
export function layerId(layer: number, direction: Direction): string {
  return `l${layer}${direction === 'reverse' ? '_reverse' : ''}`;
}

/** The directions each layer reads in. */
export function directionsOf(shape: ModelShape): readonly Direction[] {
  return shape.bidirectional ? ['forward', 'reverse'] : ['forward'];
}

/** Numbers of a layer's output at one position: H, or 2H for both directions. */
export function outputWidth(shape: ModelShape): number {
  return directionsOf(shape).length * shape.hiddenSize;
}

export const EMBEDDING = 'embedding.weight';
const OUTPUT = 'output.weight';
export const OUTPUT_BIAS = 'output.bias';

/** The parameter that makes logits of the top layer's output. */
export function outputWeightName(shape: ModelShape): string {
  return shape.tied ? EMBEDDING : OUTPUT;
}

/** Parameters with PyTorch's names, shapes and order (`nn.Embedding`, `nn.RNN` / `nn.LSTM` / `nn.GRU`, `nn.Linear`). */
export function parameterTable(shape: ModelShape): ParameterInfo[] {
  const { vocabularySize, embeddingSize, hiddenSize, outputSize, layers } = shape;
  const rows = CELLS[shape.cell].blocks * hiddenSize;
  const width = outputWidth(shape);
  const table: ParameterInfo[] = [];
  if (shape.input !== 'vector') table.push({ name: EMBEDDING, shape: [vocabularySize, embeddingSize], symbol: 'E' });
  for (let layer = 0; layer < layers; layer++)
    for (const direction of directionsOf(shape)) {
      const names = layerParameterNames(layer, direction);
      const inputs = layer === 0 ? embeddingSize : width;
      const mark = layerMark(layer, direction);
      table.push(
        { name: names.inputWeight, shape: [rows, inputs], symbol: `W_xh${mark}` },
        { name: names.recurrentWeight, shape: [rows, hiddenSize], symbol: `W_hh${mark}` },
        { name: names.inputBias, shape: [rows], symbol: `b_xh${mark}` },
        { name: names.recurrentBias, shape: [rows], symbol: `b_hh${mark}` },
      );
    }
  if (!shape.tied) table.push({ name: OUTPUT, shape: [outputSize, width], symbol: 'W_hy' });
  table.push({ name: OUTPUT_BIAS, shape: [outputSize], symbol: 'b_y' });
  return table;
}
