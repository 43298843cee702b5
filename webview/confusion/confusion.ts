import type { Confusion } from '../../src/protocol/run';
import { el, setShown } from '../core/dom';
import { formatCount, formatMeasure, formatShare } from '../core/format';
import type { Stage } from '../core/picture';
import { Section } from '../core/section';
import { Surface } from '../core/surface';
import { spoken, type Description } from '../core/tooltip';
import type { Scene, View } from '../core/view';
import { cellAt, gridOf, heightOf, type Grid } from './grid';
import { paintMatrix } from './paint';
import { scoresOf, shareOf, type Scores } from './scores';

type Cell = readonly [row: number, column: number];

/** What a classifier made of each label: true labels by row, labels it gave by column. */
export class ConfusionView implements View {
  /** Empty for a model that has no labels. */
  readonly element = el('div');
  private readonly surface: Surface;
  private readonly picture: HTMLElement;
  private readonly section: Section;
  private confusion: Confusion | null = null;
  private scores: Scores | null = null;
  private names: readonly string[] = [];
  private grid: Grid | null = null;
  private pointer: Cell | null = null;
  private cursor: Cell | null = null;
  /** The cell under the keyboard has changed and is still to be spoken. */
  private toSpeak = false;

  constructor(
    private readonly stage: Stage,
    private readonly requestDraw: () => void,
  ) {
    this.surface = new Surface(stage.flush);
    this.picture = el(
      'div',
      {
        class: 'picture',
        tabindex: '0',
        role: 'application',
        'aria-roledescription': 'confusion matrix',
        'aria-label': 'Confusion matrix: arrow keys walk true labels by row and predicted labels by column',
        'aria-describedby': 'confusion-summary',
      },
      this.surface.canvas,
    );
    this.section = new Section('confusion', 'Confusion matrix', this.picture, stage.intents);
    this.section.legend.append('colour: share of the texts with the true label; right answers are framed');
    this.listen();
  }

  draw(scene: Scene): void {
    const { shown } = scene.state;
    this.names = shown?.info?.labels ?? [];
    const has = this.names.length > 0;
    setShown(this.element, has);
    if (has !== this.element.hasChildNodes()) this.element.replaceChildren(...(has ? [this.section.element] : []));
    if (!has) return;
    const confusion = shown?.confusion ?? null;
    if (confusion !== this.confusion) {
      this.confusion = confusion;
      this.scores = confusion && scoresOf(confusion);
    }
    this.section.draw(scene, this.summary(), String(confusion?.step), 'Texts by true and predicted label', () =>
      this.table(),
    );
    this.paint(scene);
  }

  private summary(): string {
    const { scores, confusion } = this;
    if (!scores || !confusion) return 'what is answered to the texts kept aside for validation';
    return (
      `accuracy ${formatShare(scores.accuracy)} on ${formatCount(scores.examples)} texts kept aside, ` +
      `macro-F1 ${formatMeasure(scores.macroF1)}, at step ${formatCount(confusion.step)}`
    );
  }

  private paint(scene: Scene): void {
    const { surface, names, confusion, scores } = this;
    const { theme } = scene;
    surface.context.font = theme.labelFont;
    const longest = Math.max(...names.map((name) => surface.context.measureText(name).width));
    const grid = gridOf(names.length, Math.max(1, surface.width), longest);
    this.grid = confusion ? grid : null;
    surface.setHeight(confusion ? heightOf(grid) : 60);
    if (surface.width === 0 || !surface.inSight) return;
    const context = surface.begin();
    if (!confusion || !scores) {
      context.font = theme.labelFont;
      context.fillStyle = theme.muted;
      context.textAlign = 'left';
      context.textBaseline = 'middle';
      context.fillText('No validation has been made yet.', 12, 30);
      return;
    }
    const active = this.pointer ?? this.cursor;
    paintMatrix(context, theme, { grid, names, counts: confusion.counts, scores, active });
    this.describeActive(active, grid);
  }

  private describeActive(active: Cell | null, grid: Grid): void {
    const { stage, surface } = this;
    if (!active) {
      stage.tooltip.hide(this);
      return;
    }
    const description = this.describe(active);
    const box = surface.canvas.getBoundingClientRect();
    const [row, column] = active;
    stage.tooltip.show(
      this,
      description,
      box.left + grid.left + (column + 1) * grid.width,
      box.top + grid.top + row * grid.height,
    );
    if (this.toSpeak) stage.speaker.say(spoken(description));
    this.toSpeak = false;
  }

  private describe([row, column]: Cell): Description {
    const { names, scores, confusion } = this;
    const count = confusion!.counts[row * names.length + column]!;
    const [wanted, given] = [scores!.wanted[row]!, scores!.given[column]!];
    return {
      name: `true ${names[row]}, predicted ${names[column]}`,
      value: formatCount(count),
      facts: [
        [`of ${formatCount(wanted)} that are ${names[row]}`, formatShare(shareOf(count, wanted))],
        [`of ${formatCount(given)} predicted ${names[column]}`, formatShare(shareOf(count, given))],
      ],
    };
  }

  private table(): readonly (readonly string[])[] {
    const { names, scores, confusion } = this;
    if (!scores || !confusion) return [];
    const { wanted, given } = scores;
    const at = (row: number, column: number) => confusion.counts[row * names.length + column]!;
    const share = (row: number, column: number) => formatShare(shareOf(at(row, column), wanted[row]!));
    const rows = names.map((name, row) => [
      name,
      ...names.map((_, column) => `${formatCount(at(row, column))} (${share(row, column)})`),
      share(row, row),
    ]);
    const precision = names.map((_, column) => formatShare(shareOf(at(column, column), given[column]!)));
    return [['true \\ predicted', ...names, 'recall'], ...rows, ['precision', ...precision, '']];
  }

  private listen(): void {
    const { picture, requestDraw } = this;
    picture.addEventListener('pointermove', ({ clientX, clientY }) => {
      const box = this.surface.canvas.getBoundingClientRect();
      this.pointer = this.grid && cellAt(this.grid, clientX - box.left, clientY - box.top);
      requestDraw();
    });
    picture.addEventListener('pointerleave', () => {
      this.pointer = null;
      requestDraw();
    });
    picture.addEventListener('blur', () => {
      this.cursor = null;
      requestDraw();
    });
    picture.addEventListener('keydown', (event) => this.pressed(event));
  }

  private pressed(event: KeyboardEvent): void {
    if (!this.grid) return;
    const last = this.grid.labels - 1;
    const [row, column] = this.cursor ?? [0, -1];
    const targets: Readonly<Record<string, Cell | null>> = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [this.cursor ? row + 1 : 0, column],
      Home: [row, 0],
      End: [row, last],
      Escape: null,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const within = (index: number) => Math.max(0, Math.min(last, index));
    this.cursor = target && [within(target[0]), within(target[1])];
    this.toSpeak = this.cursor !== null;
    this.requestDraw();
  }
}
