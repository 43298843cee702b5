export { matmul, addOuter, pack } from './products';
export { rnnForward, rnnBackward } from './rnn';
export { lstmForward, lstmBackward } from './lstm';
export { gruForward, gruBackward } from './gru';
export { softmaxCrossEntropy } from './loss';
export { sgd, scaled, adam } from './update';
export { add, addRow, sumRows, scatterAdd, sumSquares } from './sums';

/** First byte that is free for the arena. */
export function heapBase(): usize {
  return __heap_base;
}
