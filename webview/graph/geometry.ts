/** Where nodes and edges lie, from fully rolled (unrolling 0) to fully unrolled (1), as one continuous family. */
import type { WiringEdge } from '../../src/protocol/trace';
import { columnX, type Timeline } from '../core/timeline';
import type { Lane } from './lanes';

export interface Point {
  readonly x: number;
  readonly y: number;
}
/** A cubic Bézier curve. */
export type Curve = readonly [Point, Point, Point, Point];

/** Height of one lane and the free space above the top one, in CSS pixels. */
export const PITCH = 44;
const TOP = 6;

export class Geometry {
  readonly height: number;
  private readonly rows: ReadonlyMap<string, number>;

  constructor(
    lanes: readonly Lane[],
    private readonly timeline: Timeline,
    /** 0 rolled, 1 unrolled. */
    readonly unrolling: number,
  ) {
    this.height = heightOf(lanes.length);
    this.rows = new Map(lanes.map(({ node, row }) => [node.id, row]));
  }

  laneY(id: string): number {
    return this.height - PITCH * ((this.rows.get(id) ?? 0) + 0.5);
  }

  node(id: string, column: number): Point {
    const { timeline, unrolling } = this;
    const middle = timeline.left + timeline.width / 2;
    const own = columnX(timeline, column) + timeline.column / 2;
    return { x: middle + (own - middle) * unrolling, y: this.laneY(id) };
  }

  /** Node radius: as large as the column allows, larger when rolled. */
  get radius(): number {
    const unrolled = Math.max(1.5, Math.min(12, this.timeline.column * 0.34));
    return 16 + (unrolled - 16) * this.unrolling;
  }

  /** The copy of an edge that arrives at `column`. Recurrent edges close into a loop as the graph is rolled. */
  edge(edge: WiringEdge, column: number): Curve {
    const { radius: r, unrolling: u } = this;
    const from = this.node(edge.from, column - edge.lag);
    const to = this.node(edge.to, column);
    if (edge.lag === 0) {
      const up = Math.sign(from.y - to.y) || 1;
      const gap = Math.abs((this.rows.get(edge.from) ?? 0) - (this.rows.get(edge.to) ?? 0));
      // An edge that passes other lanes bulges around their nodes.
      const bulge = gap > 1 ? r + Math.min(6, this.timeline.column * 0.15) : 0;
      const [start, end] = [from.y - up * r, to.y + up * r];
      const third = (end - start) / 3;
      return [
        { x: from.x, y: start },
        { x: from.x - bulge * 1.33, y: start + third },
        { x: to.x - bulge * 1.33, y: end - third },
        { x: to.x, y: end },
      ];
    }
    const along = edge.lag;
    const straight: Curve = [
      { x: from.x + along * r, y: from.y },
      { x: from.x + along * r + (to.x - from.x) / 3, y: from.y },
      { x: to.x - along * r - (to.x - from.x) / 3, y: to.y },
      { x: to.x - along * r, y: to.y },
    ];
    const lift = PITCH * 0.75;
    const reach = 64;
    const loop: Curve = [
      { x: from.x + along * r, y: from.y },
      { x: from.x + along * (r + reach), y: from.y - lift },
      { x: to.x - along * (r + reach), y: to.y - lift },
      { x: to.x - along * r, y: to.y },
    ];
    return straight.map((point, i) => ({
      x: loop[i]!.x + (point.x - loop[i]!.x) * u,
      y: loop[i]!.y + (point.y - loop[i]!.y) * u,
    })) as unknown as Curve;
  }
}

export function heightOf(lanes: number): number {
  return TOP + PITCH * lanes;
}

export function pointOn([a, b, c, d]: Curve, t: number): Point {
  const s = 1 - t;
  const at = (p: 'x' | 'y') => s * s * s * a[p] + 3 * s * s * t * b[p] + 3 * s * t * t * c[p] + t * t * t * d[p];
  return { x: at('x'), y: at('y') };
}

/** Distance from a point to a curve, to about a pixel. */
export function distanceTo(curve: Curve, { x, y }: Point): number {
  let least = Infinity;
  for (let i = 0; i <= 12; i++) {
    const point = pointOn(curve, i / 12);
    least = Math.min(least, Math.hypot(point.x - x, point.y - y));
  }
  return least;
}
