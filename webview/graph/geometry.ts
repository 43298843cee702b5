/** Where nodes and edges lie, from fully rolled (unrolling 0) to fully unrolled (1), as one continuous family. */
import type { WiringEdge } from '../../src/protocol/trace';
import { columnX, type Timeline } from '../core/timeline';
import { distanceTo, type Curve, type Point } from './curve';
import type { Lane } from './lanes';

/** Height of one lane and the free space above the top one, in CSS pixels. */
export const PITCH = 44;
export const TOP = 18;
/** Rolled: radius of a node, and how far memory stands to the left of the state it feeds. */
const ROLLED_RADIUS = 15;
const ASIDE = 120;

export class Geometry {
  readonly height: number;
  private readonly lanes: ReadonlyMap<string, Lane>;

  constructor(
    lanes: readonly Lane[],
    private readonly timeline: Timeline,
    /** 0 rolled, 1 unrolled. */
    readonly unrolling: number,
  ) {
    this.height = heightOf(lanes.length);
    this.lanes = new Map(lanes.map((lane) => [lane.node.id, lane]));
  }

  laneY(id: string): number {
    return this.height - PITCH * (this.row(id) + 0.5);
  }

  node(id: string, column: number): Point {
    const { timeline, unrolling } = this;
    const middle = timeline.left + timeline.width / 2;
    const rolled = this.lanes.get(id)?.node.role === 'memory' ? middle - ASIDE : middle;
    const own = columnX(timeline, column) + timeline.column / 2;
    return { x: between(rolled, own, unrolling), y: this.laneY(id) };
  }

  /** Node radius: as large as the column allows, larger when rolled. */
  get radius(): number {
    return between(ROLLED_RADIUS, Math.max(1.5, Math.min(12, this.timeline.column * 0.34)), this.unrolling);
  }

  /** The copy of an edge that arrives at `column`. Recurrent edges close into loops as the graph is rolled. */
  edge(edge: WiringEdge, column: number): Curve {
    const from = this.node(edge.from, column - edge.lag);
    const to = this.node(edge.to, column);
    if (edge.lag === 0) return this.upward(edge, from, to);
    const { radius: r, unrolling: u } = this;
    const along = edge.lag;
    const third = (to.x - from.x) / 3;
    const straight: Curve = [
      { x: from.x + along * r, y: from.y },
      { x: from.x + along * r + third, y: from.y },
      { x: to.x - along * r - third, y: to.y },
      { x: to.x - along * r, y: to.y },
    ];
    const loop = edge.from === edge.to ? this.loop(edge, from) : this.detour(from, to);
    const at = (i: 0 | 1 | 2 | 3): Point => ({
      x: between(loop[i].x, straight[i].x, u),
      y: between(loop[i].y, straight[i].y, u),
    });
    return [at(0), at(1), at(2), at(3)];
  }

  /** An edge within one timestep; where it passes other lanes it bulges around their nodes. */
  private upward({ from: a, to: b }: WiringEdge, from: Point, to: Point): Curve {
    const { radius: r, unrolling } = this;
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const [dx, dy] = [(to.x - from.x) / length, (to.y - from.y) / length];
    const start = { x: from.x + dx * r, y: from.y + dy * r };
    const end = { x: to.x - dx * r, y: to.y - dy * r };
    const passes = Math.abs(this.row(a) - this.row(b)) > 1;
    const bulge = passes ? (r + Math.min(6, this.timeline.column * 0.15)) * 1.33 * unrolling : 0;
    return [
      start,
      { x: between(start.x, end.x, 1 / 3) - bulge, y: between(start.y, end.y, 1 / 3) },
      { x: between(start.x, end.x, 2 / 3) - bulge, y: between(start.y, end.y, 2 / 3) },
      end,
    ];
  }

  /** From a node back to itself: memory turns to the left, everything else to the right. */
  private loop({ from }: WiringEdge, { x, y }: Point): Curve {
    const side = this.lanes.get(from)?.node.role === 'memory' ? -1 : 1;
    const r = this.radius;
    const reach = x + side * (r + 76);
    return [
      { x: x + side * r * 0.8, y: y - r * 0.6 },
      { x: reach, y: y - 40 },
      { x: reach, y: y + 40 },
      { x: x + side * r * 0.8, y: y + r * 0.6 },
    ];
  }

  /** From one node of a layer over to another, above the edge that leads the other way. */
  private detour(from: Point, to: Point): Curve {
    const r = this.radius;
    const side = Math.sign(to.x - from.x) || 1;
    return [
      { x: from.x + side * r * 0.9, y: from.y - r * 0.4 },
      { x: from.x + side * 50, y: from.y - 14 },
      { x: to.x, y: from.y - 22 },
      { x: to.x, y: to.y - r },
    ];
  }

  /** Whether a point lies on an edge's copy at `column`, within `reach` pixels. */
  isOn(edge: WiringEdge, column: number, point: Point, reach: number): boolean {
    return distanceTo(this.edge(edge, column), point) < reach;
  }

  private row(id: string): number {
    return this.lanes.get(id)?.row ?? 0;
  }
}

export function heightOf(lanes: number): number {
  return TOP + PITCH * lanes;
}

function between(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
