/** Softmax cross-entropy by rows: the same arithmetic as `plain/loss.ts`, with the sum of exponentials in four lanes. */
import { exp4 } from './functions';
import { load4, loadEdge, row, splat, store4 } from './lanes';

@inline
function max4(v: v128): f32 {
  return max(
    max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1)),
    max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)),
  );
}

@inline
function sum4(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Sum of losses in nats. AssemblyScript compiles its own logarithm: no build's `Math.log` is called. */
export function softmaxCrossEntropy(
  losses: usize, lossesLd: i32, dLogits: usize, dLd: i32, logits: usize, ld: i32, rows: i32, classes: i32,
  targets: usize, scale: f64,
): f64 {
  let total: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const target = load<i32>(targets + (<usize>r << 2));
    const to = row(dLogits, r, dLd);
    const lossAt = row(losses, r, lossesLd);
    if (target < 0) {
      memory.fill(to, 0, <usize>classes << 2);
      store<f32>(lossAt, 0);
      continue;
    }
    const from = row(logits, r, ld);
    let highest = splat(-Infinity);
    for (let j = 0; j < classes; j += 4) {
      const left = classes - j;
      const at = from + (<usize>j << 2);
      highest = f32x4.max(highest, left >= 4 ? v128.load(at) : loadEdge(at, left, -Infinity));
    }
    const top = max4(highest);
    let sums = splat(0);
    for (let j = 0; j < classes; j += 4) {
      const left = classes - j;
      const at = <usize>j << 2;
      const weight = exp4(f32x4.sub(load4(from + at, left), splat(top)));
      store4(to + at, weight, left);
      sums = f32x4.add(sums, left >= 4 ? weight : load4(to + at, left));
    }
    const sum: f64 = sum4(sums);
    // Never -ln(p): a probability that underflows would make the loss infinite.
    const nats = <f64>top + Math.log(sum) - <f64>load<f32>(from + (<usize>target << 2));
    const factor = splat(<f32>(scale / sum));
    for (let j = 0; j < classes; j += 4) {
      const at = to + (<usize>j << 2);
      store4(at, f32x4.mul(load4(at, classes - j), factor), classes - j);
    }
    const at = to + (<usize>target << 2);
    store<f32>(at, load<f32>(at) - <f32>scale);
    store<f32>(lossAt, <f32>nats);
    total += nats;
  }
  return total;
}
