/** Sentences side by side, as every task of whole texts puts them. */
export { batchOf, byLength } from '../tasks/batches';
