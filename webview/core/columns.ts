/** Highlights that every view on the shared time axis draws alike. */
import type { Frame } from '../../src/protocol/frame';
import { spokenToken, tokenText } from './format';
import type { PanelState } from './state';
import type { Theme } from './theme';
import { columnX, visibleColumns, type Timeline } from './timeline';

/** Tokens are written only into columns at least this wide (CSS pixels). */
const TOKEN_WIDTH = 9;
export const AXIS_HEIGHT = 20;

/** Input token of a column, as shown; empty where the frame does not reach. */
export function inputToken(state: PanelState, column: number): string {
  const { frame, shown } = state;
  if (!frame || !shown?.info) return '';
  return tokenText(shown.info.vocabulary, frame.inputs[column - frame.from] ?? -1);
}

/** What the output with this id stands for, as shown; empty for none. */
export function outputText({ outputs, shown }: PanelState, id: number): string {
  return tokenText(outputs ?? shown?.info?.vocabulary ?? [], id);
}

/** What a column should have given; empty where nothing is wanted of it. */
export function targetToken(state: PanelState, column: number): string {
  const { frame } = state;
  return frame ? outputText(state, frame.targets[column - frame.from] ?? -1) : '';
}

/** Where a column is, in words. */
export function columnFacts(state: PanelState, column: number): [string, string][] {
  return [
    ['timestep', String(column)],
    ['token', spokenToken(inputToken(state, column))],
  ];
}

/** When the trace was made: of a model that no longer trains there is nothing to say. */
export function stepFacts({ frame, shown }: PanelState): [string, string][] {
  return frame && shown && shown.summary.maxSteps > 0 ? [['training step', String(frame.head.step)]] : [];
}

/** Columns of the frame whose text was edited since the run began. */
export function staleColumns(
  frame: Frame,
  stale: readonly (readonly [number, number])[],
): (readonly [number, number])[] {
  const { position, length } = frame.head;
  return stale
    .map(([from, to]) => [Math.max(0, from - position), Math.min(length, to - position)] as const)
    .filter(([from, to]) => to > from);
}

/** Limits drawing to the time area. Pair with `restore`. */
export function clipToTime(context: CanvasRenderingContext2D, timeline: Timeline, height: number): void {
  context.save();
  context.beginPath();
  context.rect(timeline.left, 0, timeline.width, height);
  context.clip();
}

/** Under the data: selected columns, the editor's selection, the hovered column. */
export function paintUnder(
  context: CanvasRenderingContext2D,
  timeline: Timeline,
  { state, theme }: { readonly state: PanelState; readonly theme: Theme },
  height: number,
): void {
  const band = (from: number, to: number, fill: string) => {
    context.fillStyle = fill;
    context.fillRect(columnX(timeline, from), 0, (to - from) * timeline.column, height);
  };
  const { frame, editor, selection, hover } = state;
  if (frame && editor) band(editor[0] - frame.head.position, editor[1] - frame.head.position, theme.selection);
  if (selection) band(selection[0], selection[1], theme.selection);
  if (hover) band(hover.column, hover.column + 1, theme.hover);
}

/** Over the data: outlines of hovered, selected and stale columns, told by line style and never by colour alone. */
export function paintOver(
  context: CanvasRenderingContext2D,
  timeline: Timeline,
  { state, theme }: { readonly state: PanelState; readonly theme: Theme },
  height: number,
): void {
  const { frame, editor, selection, hover, shown } = state;
  const outline = (from: number, to: number, color: string, dash: readonly number[], width = 1) => {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.setLineDash([...dash]);
    const inset = width / 2;
    context.strokeRect(
      columnX(timeline, from) + inset,
      inset,
      (to - from) * timeline.column - 2 * inset,
      height - 2 * inset,
    );
    context.setLineDash([]);
  };
  if (frame && shown) {
    for (const [from, to] of staleColumns(frame, shown.stale)) {
      hatch(context, columnX(timeline, from), 0, (to - from) * timeline.column, height, theme.muted);
    }
  }
  if (frame && editor) {
    outline(editor[0] - frame.head.position, editor[1] - frame.head.position, theme.foreground, [2, 3]);
  }
  if (selection) outline(selection[0], selection[1], theme.focus, [], theme.contrast ? 2 : 1);
  if (hover && theme.contrast) outline(hover.column, hover.column + 1, theme.foreground, [4, 2]);
}

/** Diagonal lines over a rectangle: the sign for text that was edited since the run began. */
function hatch(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  color: string,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.beginPath();
  for (let at = x - height; at < x + width; at += 8) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.strokeStyle = color;
  context.globalAlpha = 0.5;
  context.lineWidth = 1;
  context.stroke();
  context.restore();
}

/** The input tokens below a picture. Call inside `clipToTime`. */
export function paintTokens(
  context: CanvasRenderingContext2D,
  timeline: Timeline,
  { state, theme }: { readonly state: PanelState; readonly theme: Theme },
  top: number,
): void {
  if (timeline.column < TOKEN_WIDTH) return;
  const [from, to] = visibleColumns(timeline);
  context.font = theme.tokenFont;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  for (let column = from; column < to; column++) {
    const active = state.hover?.column === column || state.cursor?.column === column;
    const token = inputToken(state, column);
    context.fillStyle = active ? theme.foreground : theme.muted;
    const text = fitText(context, token, timeline.column - 2);
    context.fillText(text, columnX(timeline, column) + timeline.column / 2, top + AXIS_HEIGHT / 2);
  }
}

/** The longest beginning of a text that fits, with an ellipsis where something was left out. */
export function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  // Measuring is dear, and one letter fits wherever tokens are written at all.
  if (text.length <= 1 || context.measureText(text).width <= width) return text;
  const signs = [...text];
  for (let kept = signs.length - 1; kept > 0; kept--) {
    const shorter = `${signs.slice(0, kept).join('')}…`;
    if (context.measureText(shorter).width <= width) return shorter;
  }
  return '';
}
