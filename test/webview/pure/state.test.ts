import { strict as assert } from 'node:assert';
import { receive } from '../../../webview/core/receive';
import { INITIAL_STATE, INITIAL_VIEW, restoreView } from '../../../webview/core/state';
import { makeFrame, makeSnapshot, makeSummary, RUN } from '../fixtures';

const shown = { ...INITIAL_STATE, connection: 'ready', shown: makeSnapshot(10) } as const;
const point = (step: number, loss: number) => ({ steps: Float64Array.of(step), losses: Float64Array.of(loss) });
const nothing = { steps: new Float64Array(0), losses: new Float64Array(0) };

describe('saved view', () => {
  it('comes back as it was', () => {
    const view = { ...INITIAL_VIEW, run: 'r', tensor: 'gate:f', columnWidth: 33, tables: ['graph'] };
    assert.deepEqual(restoreView(JSON.parse(JSON.stringify(view))), view);
  });

  it('is forgotten when it is of another version, damaged or missing', () => {
    for (const saved of [undefined, null, 7, {}, { ...INITIAL_VIEW, version: 0 }, { ...INITIAL_VIEW, scroll: null }]) {
      assert.equal(restoreView(saved), INITIAL_VIEW);
    }
  });
});

describe('messages', () => {
  it('append the points of a curve, or replace them after a reset', () => {
    const summary = makeSummary(11, 'running');
    const curves = { train: point(11, 2), validation: nothing };
    const appended = receive.progress(shown, { summary, curves, confusion: null, replace: false }).shown!;
    assert.equal(appended.curves.train.steps.length, 11);
    assert.equal(appended.curves.validation, shown.shown.curves.validation);
    const replaced = receive.progress(shown, { summary, curves, confusion: null, replace: true }).shown!;
    assert.deepEqual([...replaced.curves.train.steps], [11]);
  });

  it('of another run change its line in the list and nothing on screen', () => {
    const other = makeSummary(5, 'running', 'run-2');
    const state = { ...shown, runs: [makeSummary(10, 'running'), makeSummary(4, 'running', 'run-2')] };
    const change = receive.progress(state, {
      summary: other,
      curves: { train: nothing, validation: nothing },
      confusion: null,
      replace: false,
    });
    assert.deepEqual(Object.keys(change), ['runs']);
    assert.equal(change.runs![1], other);
  });

  it('let go of a cursor that a shorter trace no longer has', () => {
    const frame = makeFrame({ step: 11, number: 2 });
    const short = { ...frame, head: { ...frame.head, length: 8 } };
    const state = { ...shown, cursor: { column: 20, unit: 0 }, selection: [6, 30] as const };
    const change = receive.frame(state, short);
    assert.equal(change.cursor, null);
    assert.deepEqual(change.selection, [6, 8]);
  });

  it('about the text of another run are ignored', () => {
    assert.deepEqual(receive.stale(shown, { run: 'run-2', stale: [[0, 1]], documentOpen: false }), {});
    assert.deepEqual(receive.editorSelection(shown, { run: RUN, range: [3, 5] }), { editor: [3, 5] });
  });
});
