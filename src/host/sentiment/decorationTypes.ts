/**
 * How each label looks in an editor. Colour never says it alone: positive sentences have a solid line under them,
 * negative ones a dashed line, and the line is the thicker the surer the reader is. Colours are the theme's.
 */
import * as vscode from 'vscode';
import type { ReaderInfo } from '../../protocol/sentiment';
import { CONFIDENCE_STEPS } from './tints';

/** Looks of one label: one decoration for each confidence step, and its marks in the overview ruler. */
export interface LabelLook {
  readonly tints: readonly vscode.TextEditorDecorationType[];
  readonly mark: vscode.TextEditorDecorationType;
}

/** Labels that lean nowhere take a colour and a line in turn. */
const CATEGORIES = ['charts.blue', 'charts.orange', 'charts.purple', 'charts.green', 'charts.yellow', 'charts.red'];
const LINES = ['solid', 'dashed', 'dotted', 'double'];
/** Names of the background colours that package.json contributes, by confidence step. */
const BACKGROUNDS = ['LowBackground', 'MediumBackground', 'HighBackground'];

/** A look for every label of the reader; to be disposed with it. */
export function createLooks({ labels, leanings }: ReaderInfo): LabelLook[] {
  return labels.map((_, label) => {
    const leaning = leanings[label];
    if (leaning === 1) return createLook('unroll.positive', 'solid', true);
    if (leaning === -1) return createLook('unroll.negative', 'dashed', true);
    return createLook(CATEGORIES[label % CATEGORIES.length]!, LINES[label % LINES.length]!, false);
  });
}

function createLook(color: string, line: string, tinted: boolean): LabelLook {
  const mark = vscode.window.createTextEditorDecorationType({
    overviewRulerColor: new vscode.ThemeColor(color),
    overviewRulerLane: vscode.OverviewRulerLane.Right,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
  });
  const tints = CONFIDENCE_STEPS.map((_, step) =>
    vscode.window.createTextEditorDecorationType({
      ...(tinted ? { backgroundColor: new vscode.ThemeColor(color + BACKGROUNDS[step]!) } : {}),
      // A theme colour cannot be given to this property, but every theme colour is a variable of the workbench.
      textDecoration: `underline ${line} ${step + 1}px var(--vscode-${color.replace('.', '-')})`,
      rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    }),
  );
  return { tints, mark };
}
