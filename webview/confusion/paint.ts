import { fitText } from '../core/columns';
import { contrastRatio, parseColor } from '../core/color';
import { formatCount } from '../core/format';
import type { Theme } from '../core/theme';
import type { Grid } from './grid';
import { shareOf, type Scores } from './scores';

/** What is drawn, and where the pointer or the keyboard is. */
export interface Matrix {
  readonly grid: Grid;
  readonly names: readonly string[];
  readonly counts: Int32Array;
  readonly scores: Scores;
  readonly active: readonly [row: number, column: number] | null;
}

/** Cells filled by their share of the row: right answers in one hue, wrong ones in the other, none in neither. */
export function paintMatrix(context: CanvasRenderingContext2D, theme: Theme, matrix: Matrix): void {
  const { grid, active } = matrix;
  for (let row = 0; row < grid.labels; row++)
    for (let column = 0; column < grid.labels; column++) paintCell(context, theme, matrix, row, column);
  // The right answers are told by their frame too, not by colour alone.
  for (let label = 0; label < grid.labels; label++) frame(context, grid, label, label, theme.foreground, 1);
  if (active) frame(context, grid, ...active, theme.focus, 2);
  paintNames(context, theme, matrix);
}

function paintCell(
  context: CanvasRenderingContext2D,
  theme: Theme,
  { grid, counts, scores }: Matrix,
  row: number,
  column: number,
): void {
  const count = counts[row * grid.labels + column]!;
  const share = shareOf(count, scores.wanted[row]!);
  const fill = theme.scale.color(row === column ? -share : share, 1);
  const [x, y] = [grid.left + column * grid.width, grid.top + row * grid.height];
  context.fillStyle = fill;
  context.fillRect(x, y, grid.width, grid.height);
  if (!grid.worded) return;
  frame(context, grid, row, column, theme.line, 1);
  context.font = theme.nameFont;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = count === 0 ? theme.muted : inkOn(fill, theme);
  const [middle, centre] = [x + grid.width / 2, y + grid.height / 2 + 0.5];
  context.fillText(formatCount(count), middle, grid.shared ? centre - 8 : centre);
  if (!grid.shared || !Number.isFinite(share)) return;
  context.font = theme.labelFont;
  context.fillText(`${Math.round(100 * share)} %`, middle, centre + 9);
}

/** The one of the theme's two inks that can be read on a colour. */
function inkOn(fill: string, { foreground, background }: Theme): string {
  const [under, dark, light] = [fill, foreground, background].map(parseColor);
  if (!under || !dark || !light) return foreground;
  return contrastRatio(under, dark) >= contrastRatio(under, light) ? foreground : background;
}

function frame(
  context: CanvasRenderingContext2D,
  grid: Grid,
  row: number,
  column: number,
  color: string,
  width: number,
): void {
  context.strokeStyle = color;
  context.lineWidth = width;
  const inset = width / 2;
  context.strokeRect(
    grid.left + column * grid.width + inset,
    grid.top + row * grid.height + inset,
    grid.width - width,
    grid.height - width,
  );
}

function paintNames(context: CanvasRenderingContext2D, theme: Theme, { grid, names, active }: Matrix): void {
  context.font = theme.labelFont;
  context.textBaseline = 'middle';
  context.fillStyle = theme.muted;
  context.textAlign = 'left';
  context.fillText('predicted', grid.left, 8);
  context.save();
  context.translate(8, grid.top + (grid.height * grid.labels) / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'center';
  context.fillText('true', 0, 0);
  context.restore();
  if (!grid.named) return;
  names.forEach((name, label) => {
    context.fillStyle = active?.[0] === label ? theme.foreground : theme.muted;
    context.textAlign = 'right';
    const y = grid.top + (label + 0.5) * grid.height;
    context.fillText(fitText(context, name, grid.left - 24), grid.left - 6, y);
    context.fillStyle = active?.[1] === label ? theme.foreground : theme.muted;
    paintColumnName(context, grid, name, grid.left + (label + 0.5) * grid.width);
  });
}

function paintColumnName(context: CanvasRenderingContext2D, grid: Grid, name: string, x: number): void {
  if (grid.worded) {
    context.textAlign = 'center';
    context.fillText(fitText(context, name, grid.width - 4), x, grid.top - 9);
    return;
  }
  context.save();
  context.translate(x, grid.top - 5);
  context.rotate(-Math.PI / 2);
  context.textAlign = 'left';
  context.fillText(fitText(context, name, grid.top - 24), 0, 0);
  context.restore();
}
