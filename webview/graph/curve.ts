export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A cubic Bézier curve: start, two control points, end. */
export type Curve = readonly [Point, Point, Point, Point];

export function pointOn([a, b, c, d]: Curve, t: number): Point {
  const s = 1 - t;
  const at = (p: 'x' | 'y') => s * s * s * a[p] + 3 * s * s * t * b[p] + 3 * s * t * t * c[p] + t * t * t * d[p];
  return { x: at('x'), y: at('y') };
}

/** Distance from a point to a curve, to about a pixel on curves as short as the graph's. */
export function distanceTo(curve: Curve, { x, y }: Point): number {
  let least = Infinity;
  for (let i = 0; i <= 24; i++) {
    const point = pointOn(curve, i / 24);
    least = Math.min(least, Math.hypot(point.x - x, point.y - y));
  }
  return least;
}
