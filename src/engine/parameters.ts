/** The one list of a model's parameters, in the order in which everything walks over them. */
import { CELLS } from './cells/table';
import type { ModelShape, ParameterInfo } from './types';

/** Parameters with PyTorch's names, shapes and order (`nn.Embedding`, `nn.RNN` / `nn.LSTM` / `nn.GRU`, `nn.Linear`). */
export function parameterTable(shape: ModelShape): ParameterInfo[] {
  const { vocabularySize, embeddingSize, hiddenSize, outputSize, layers } = shape;
  const rows = CELLS[shape.cell].blocks * hiddenSize;
  const table: ParameterInfo[] = [{ name: 'embedding.weight', shape: [vocabularySize, embeddingSize], symbol: 'E' }];
  for (let layer = 0; layer < layers; layer++) {
    const inputs = layer === 0 ? embeddingSize : hiddenSize;
    const mark = layer === 0 ? '' : `^(${layer + 1})`;
    table.push(
      { name: `rnn.weight_ih_l${layer}`, shape: [rows, inputs], symbol: `W_xh${mark}` },
      { name: `rnn.weight_hh_l${layer}`, shape: [rows, hiddenSize], symbol: `W_hh${mark}` },
      { name: `rnn.bias_ih_l${layer}`, shape: [rows], symbol: `b_xh${mark}` },
      { name: `rnn.bias_hh_l${layer}`, shape: [rows], symbol: `b_hh${mark}` },
    );
  }
  table.push(
    { name: 'output.weight', shape: [outputSize, hiddenSize], symbol: 'W_hy' },
    { name: 'output.bias', shape: [outputSize], symbol: 'b_y' },
  );
  return table;
}
