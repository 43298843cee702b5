import * as vscode from 'vscode';
import { equal, ok, until } from './expect';
import { CLASSIFIER, LABELLED } from './labelled';
import { api, reached, refused, SMALL, withRun, withSettings } from './unroll';

describe('a classifier', () => {
  it('learns the labels of a file and shows its confusion', () =>
    withRun(
      async (run) => {
        await until(() => run.phase === 'finished', 'the end');
        equal(run.labels, ['calm', 'rough'], 'labels');
        const { counts } = await until(() => run.confusion, 'a validation');
        const [right, all] = [counts[0]! + counts[3]!, counts.reduce((a, b) => a + b)];
        equal(all, 9, 'texts kept for validation');
        ok(right / all >= 0.95, `accuracy ${right / all}`);
      },
      CLASSIFIER,
      LABELLED,
    ));

  it('has traces of one text, with a column for each of its words', () =>
    withRun(
      async (run) => {
        await reached(run, 5);
        const { head, targets, tensors } = await run.trace();
        ok(head.length >= 7 && head.length <= 8, `${head.length} words`);
        equal(tensors.get('logits')!.info.shape, [head.length, 2], 'shape of the scores');
        equal([...targets].filter((target) => target >= 0).length, 1, 'targets');
        ok(targets.at(-1)! >= 0, 'the target stands at the last word');
      },
      CLASSIFIER,
      LABELLED,
    ));

  it('has gradients that agree with differences of the loss', () =>
    withRun(
      async (run) => {
        await reached(run, 5);
        const report = await run.checkGradients();
        ok(report.passed, `${report.worst.join(' ')} at ${report.place}`);
      },
      { ...CLASSIFIER, bidirectional: true },
      LABELLED,
    ));

  it('is trained by its command on the file in front', async () => {
    const document = await vscode.workspace.openTextDocument({ content: LABELLED });
    await vscode.window.showTextDocument(document);
    try {
      await withSettings({ 'training.maxSteps': 5 }, () => vscode.commands.executeCommand('unroll.trainClassifier'));
      const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
      await until(() => tabs().some((label) => /^Unroll: Untitled/.test(label)), `a panel among ${tabs().join(', ')}`);
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  it('is refused with words for a file without labels, with one, or with ten thousand', async () => {
    const train = async (text: string) => (await api()).train(text, { ...SMALL, ...CLASSIFIER });
    await refused(train('The tide went out.\nNobody spoke of rain.\n'), 'prose');
    await refused(train('calm\ta lovely day\n'.repeat(20)), 'one label');
    const many = Array.from({ length: 20_000 }, (_, i) => `label ${i % 10_000}\tword ${i}`).join('\n');
    await refused(train(many), 'ten thousand labels');
  });
});
