/** Every recurrent cell of the engine. */
import type { CellName } from '../types';

/** A gate as a trace names it; gates lie side by side in PyTorch's order. */
export interface GateInfo {
  readonly symbol: string;
  readonly label: string;
}

/** What the engine must know of a cell before it runs. */
export interface CellInfo {
  readonly label: string;
  /** Blocks of H rows in the cell's weights. */
  readonly blocks: number;
  readonly gates: readonly GateInfo[];
}

const rnn: Omit<CellInfo, 'label'> = { blocks: 1, gates: [] };

export const CELLS: Readonly<Record<CellName, CellInfo>> = {
  rnn_tanh: { label: 'RNN (tanh)', ...rnn },
  rnn_relu: { label: 'RNN (relu)', ...rnn },
  lstm: {
    label: 'LSTM',
    blocks: 4,
    gates: [
      { symbol: 'i', label: 'input gate' },
      { symbol: 'f', label: 'forget gate' },
      { symbol: 'g', label: 'candidate' },
      { symbol: 'o', label: 'output gate' },
    ],
  },
  gru: {
    label: 'GRU',
    blocks: 3,
    gates: [
      { symbol: 'r', label: 'reset gate' },
      { symbol: 'z', label: 'update gate' },
      { symbol: 'n', label: 'candidate' },
    ],
  },
};
