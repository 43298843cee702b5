/** The one list of a model's parameters, in the order in which everything walks over them. */
import { CELLS } from './cells/table';
import type { Direction, ModelShape, ParameterInfo } from './types';

/** PyTorch's names of one recurrent layer's parameters. */
export function layerParameterNames(layer: number, direction: Direction) {
  const suffix = `l${layer}${direction === 'reverse' ? '_reverse' : ''}`;
  return {
    inputWeight: `rnn.weight_ih_${suffix}`,
    recurrentWeight: `rnn.weight_hh_${suffix}`,
    inputBias: `rnn.bias_ih_${suffix}`,
    recurrentBias: `rnn.bias_hh_${suffix}`,
  } as const;
}

/** The textbook's mark of a layer above the first: `W_xh^(2)`. */
export function layerMark(layer: number): string {
  return layer === 0 ? '' : `^(${layer + 1})`;
}

/** Parameters with PyTorch's names, shapes and order (`nn.Embedding`, `nn.RNN` / `nn.LSTM` / `nn.GRU`, `nn.Linear`). */
export function parameterTable(shape: ModelShape): ParameterInfo[] {
  const { vocabularySize, embeddingSize, hiddenSize, outputSize, layers } = shape;
  const rows = CELLS[shape.cell].blocks * hiddenSize;
  const table: ParameterInfo[] = [{ name: 'embedding.weight', shape: [vocabularySize, embeddingSize], symbol: 'E' }];
  for (let layer = 0; layer < layers; layer++) {
    const names = layerParameterNames(layer, 'forward');
    const inputs = layer === 0 ? embeddingSize : hiddenSize;
    const mark = layerMark(layer);
    table.push(
      { name: names.inputWeight, shape: [rows, inputs], symbol: `W_xh${mark}` },
      { name: names.recurrentWeight, shape: [rows, hiddenSize], symbol: `W_hh${mark}` },
      { name: names.inputBias, shape: [rows], symbol: `b_xh${mark}` },
      { name: names.recurrentBias, shape: [rows], symbol: `b_hh${mark}` },
    );
  }
  table.push(
    { name: 'output.weight', shape: [outputSize, hiddenSize], symbol: 'W_hy' },
    { name: 'output.bias', shape: [outputSize], symbol: 'b_y' },
  );
  return table;
}
