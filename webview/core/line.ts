/** A point of a line; `on` false: it lies under the axis and is drawn hollow on its foot. */
interface LinePoint {
  readonly x: number;
  readonly y: number;
  readonly on: boolean;
}

/** Dash patterns, so that lines differ without colour. */
const DASHES: readonly (readonly number[])[] = [[], [5, 3], [2, 3], [8, 3, 2, 3]];

/** Draws a line with a mark at every point where there is room for marks. */
export function paintLine(
  context: CanvasRenderingContext2D,
  points: readonly LinePoint[],
  color: string,
  index: number,
  spacing: number,
): void {
  context.strokeStyle = color;
  context.fillStyle = color;
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.setLineDash([...DASHES[index % DASHES.length]!]);
  context.beginPath();
  points.forEach(({ x, y }, i) => (i === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.stroke();
  context.setLineDash([]);
  if (spacing < 8) return;
  const size = Math.min(3, spacing / 7);
  for (const { x, y, on } of points) {
    context.beginPath();
    if (index % 2 === 0) context.arc(x, y, size, 0, 2 * Math.PI);
    else context.rect(x - size, y - size, 2 * size, 2 * size);
    if (on) context.fill();
    else context.stroke();
  }
}
