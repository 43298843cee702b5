export { matmul, addOuter, pack } from './products';
export { rnnForward, rnnBackward, lstmForward, lstmBackward, gruForward, gruBackward } from './gates';
export { softmaxCrossEntropy } from './loss';
export { update } from './update';
export { add, sumRows, scatterAdd, sumSquares } from './sums';

/** First byte that is free for the arena. */
export function heapBase(): usize {
  return __heap_base;
}
