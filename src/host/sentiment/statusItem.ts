/** The status bar item of the document in front: progress, then its sentiment in short. */
import * as vscode from 'vscode';
import type { CurrentDocument } from './currentDocument';
import type { Readers } from './readers';
import { statusLabel, statusText, summaryWords } from './sentimentWords';
import { summarise } from './summary';
import { Throttle } from '../throttle';

const UPDATE_MS = 100;
const NOTHING = { sentences: 0, counts: [], meanScore: NaN };

export function createStatusItem(current: CurrentDocument, readers: Readers): vscode.Disposable {
  const t = vscode.l10n.t;
  const item = vscode.window.createStatusBarItem('unroll.sentimentStatus', vscode.StatusBarAlignment.Right, 89);
  item.name = t('Unroll: Sentiment');
  item.command = 'unroll.sentimentMenu';
  const update = () => {
    const { shown } = current;
    if (shown === null) {
      item.hide();
      return;
    }
    const { info } = readers;
    const summary = info === null ? NOTHING : summarise(info, shown.sentences);
    const { problem, notice } = shown;
    item.text = problem === null ? statusText(info, summary, shown, t) : `$(error) ${t('Sentiment')}`;
    item.tooltip = [
      info === null ? '' : `${info.name}: ${info.modelLine}`,
      info === null || problem !== null ? '' : summaryWords(info, summary, t),
      notice ?? '',
      problem ?? '',
      t('Click for what can be done.'),
    ]
      .filter((line) => line !== '')
      .join('\n');
    item.backgroundColor = problem === null ? undefined : new vscode.ThemeColor('statusBarItem.errorBackground');
    item.accessibilityInformation = { label: problem ?? statusLabel(info, summary, shown, t), role: 'button' };
    item.show();
  };
  const throttle = new Throttle(update, UPDATE_MS);
  return vscode.Disposable.from(
    item,
    throttle,
    current.onDidChange(() => throttle.request()),
  );
}
