import type { LabelLook } from '../core/labels';

/** A label's shape as a small mark around a point, in the context's fill. Rare shapes are written as signs. */
export function paintMark(
  context: CanvasRenderingContext2D,
  { shape }: LabelLook,
  x: number,
  y: number,
  size: number,
): void {
  context.beginPath();
  if (shape === '▲' || shape === '▼') {
    const up = shape === '▲' ? -1 : 1;
    context.moveTo(x, y + up * size);
    context.lineTo(x + size, y - up * size * 0.8);
    context.lineTo(x - size, y - up * size * 0.8);
  } else if (shape === '●') context.arc(x, y, size * 0.8, 0, 2 * Math.PI);
  else if (shape === '◆') {
    context.moveTo(x, y - size);
    context.lineTo(x + size, y);
    context.lineTo(x, y + size);
    context.lineTo(x - size, y);
  } else {
    context.font = `${3 * size}px sans-serif`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(shape, x, y);
  }
  context.fill();
}
