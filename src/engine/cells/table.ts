/** Every recurrent cell of the engine. */
import type { CellName } from '../types';
import type { Cell } from './cell';
import { gruCell } from './gru';
import { gruResetBeforeCell } from './gruResetBefore';
import { lstmCell } from './lstm';
import { rnnCell } from './rnn';

export const CELLS: Readonly<Record<CellName, Cell>> = {
  rnn_tanh: rnnCell('tanh'),
  rnn_relu: rnnCell('relu'),
  lstm: lstmCell,
  gru: gruCell,
  gru_reset_before: gruResetBeforeCell,
};
