import type { Theme } from '../core/theme';

/** Text that stays legible over lines: the background's colour around every letter. */
export function haloText(context: CanvasRenderingContext2D, text: string, x: number, y: number, theme: Theme): void {
  context.strokeStyle = theme.background;
  context.lineWidth = 4;
  context.lineJoin = 'round';
  context.strokeText(text, x, y);
  context.fillStyle = theme.foreground;
  context.fillText(text, x, y);
}
