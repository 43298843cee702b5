import { Generator } from '../generator';

/** Lanczos steps beyond the values asked for: the largest ones converge first. */
const EXTRA_STEPS = 20;
/** A new direction shorter than this is rounding (the matrix is scaled to entries of at most 1). */
const INVARIANT = 1e-14;

/**
 * The largest singular values of an n × n matrix, falling: Golub-Kahan-Lanczos bidiagonalisation with full
 * reorthogonalisation (Golub & Van Loan, 10.4), then bisection on the small tridiagonal BᵀB.
 */
export function topSingularValues(matrix: Float64Array, n: number, count: number): Float64Array {
  const scale = matrix.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const wanted = Math.min(count, n);
  if (scale === 0) return new Float64Array(wanted);
  const a = matrix.map((value) => value / scale);
  const { diagonal, offDiagonal } = bidiagonalise(a, n, Math.min(n, wanted + EXTRA_STEPS));
  const d = diagonal.map((alpha, j) => alpha * alpha + (j > 0 ? offDiagonal[j - 1] ** 2 : 0));
  const e = diagonal.slice(0, -1).map((alpha, j) => alpha * offDiagonal[j]);
  return Float64Array.from({ length: wanted }, (_, i) => scale * Math.sqrt(eigenvalue(d, e, i)));
}

/** A V = U B with B upper bidiagonal, from a fixed random start. */
function bidiagonalise(a: Float64Array, n: number, steps: number) {
  const generator = new Generator(1);
  const [us, vs]: [Float64Array[], Float64Array[]] = [[], []];
  const [diagonal, offDiagonal]: [number[], number[]] = [[], []];
  // A start outside the subspace found so far: without it a repeated singular value would be found only once.
  const start = (): Float64Array => {
    const fresh = Float64Array.from({ length: n }, () => generator.normal());
    removeAll(vs, fresh);
    normalise(fresh);
    return fresh;
  };
  let v = start();
  while (diagonal.length < steps) {
    vs.push(v);
    const u = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) u[i] += a[i * n + j] * v[j];
    removeAll(us, u);
    const alpha = normalise(u);
    diagonal.push(alpha > INVARIANT ? alpha : 0);
    us.push(u);
    const next = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) next[j] += a[i * n + j] * u[i];
    removeAll(vs, next);
    const beta = normalise(next);
    offDiagonal.push(beta > INVARIANT ? beta : 0);
    v = beta > INVARIANT ? next : start();
  }
  return { diagonal, offDiagonal };
}

/** Takes the parts along orthonormal vectors out of `x`, twice since once leaves rounding behind. */
function removeAll(basis: readonly Float64Array[], x: Float64Array): void {
  for (let pass = 0; pass < 2; pass++)
    for (const b of basis) {
      let along = 0;
      for (let i = 0; i < x.length; i++) along += b[i] * x[i];
      for (let i = 0; i < x.length; i++) x[i] -= along * b[i];
    }
}

/** Scales to length 1 unless zero; returns the length. */
function normalise(x: Float64Array): number {
  const length = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  if (length > 0) for (let i = 0; i < x.length; i++) x[i] /= length;
  return length;
}

/** The `index`-th largest eigenvalue of a symmetric tridiagonal matrix, by bisection with Sturm's count. */
function eigenvalue(d: readonly number[], e: readonly number[], index: number): number {
  const radius = d.map((value, i) => value + Math.abs(e[i] ?? 0) + Math.abs(e[i - 1] ?? 0));
  let [low, high] = [0, Math.max(...radius)];
  for (let round = 0; round < 100 && high - low > 1e-15 * high; round++) {
    const middle = (low + high) / 2;
    let above = 0;
    let pivot = 1;
    d.forEach((value, i) => {
      pivot = value - middle - (i > 0 ? (e[i - 1] * e[i - 1]) / pivot : 0);
      if (pivot === 0) pivot = 1e-300;
      if (pivot > 0) above++;
    });
    if (above > index) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
