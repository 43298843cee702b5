import { createButton, type Button } from './controls';
import { el, fillTable, setShown, setText } from './dom';
import type { PanelState } from './state';
import type { PictureIntents, Scene } from './view';

/** The frame around a view: heading, one line saying what it shows, tools, picture, legend, and its table. */
export class Section {
  readonly element: HTMLElement;
  readonly tools = el('div', { class: 'tools' });
  readonly legend = el('div', { class: 'legend' });
  private readonly summary: HTMLElement;
  private readonly tableBox: HTMLElement;
  private readonly table = el('table');
  private readonly toggle: Button;
  private open = false;
  private written: string | null = null;

  constructor(
    readonly id: string,
    title: string,
    picture: HTMLElement,
    private readonly intents: PictureIntents,
  ) {
    const heading = el('h2', { id: `${id}-title` }, title);
    this.summary = el('p', { class: 'summary', id: this.summaryId });
    this.tableBox = el('div', { class: 'table-box', tabindex: '0', role: 'region', 'aria-label': `${title}, table` });
    this.tableBox.hidden = true;
    this.tableBox.append(this.table);
    this.toggle = createButton('Table', 'secondary', () => this.setOpen(!this.open));
    this.toggle.element.classList.add('table-toggle');
    this.tools.append(this.toggle.element);
    this.element = el(
      'section',
      { class: 'view', 'aria-labelledby': `${id}-title`, 'data-view': id },
      el('div', { class: 'view-head' }, heading, this.summary, this.tools),
      picture,
      this.legend,
      this.tableBox,
    );
  }

  get summaryId(): string {
    return `${this.id}-summary`;
  }

  /** `rows` is only asked for when the table is open; `basis` changes when it must be written again. */
  draw(
    { state }: Scene,
    summary: string,
    basis: string,
    caption: string,
    rows: () => readonly (readonly string[])[],
  ): void {
    setText(this.summary, summary);
    if (this.summary.title !== summary) this.summary.title = summary;
    this.tables = state.view.tables;
    this.open = this.tables.includes(this.id);
    setShown(this.tableBox, this.open);
    this.toggle.set({ label: this.open ? 'Hide table' : 'Table', enabled: true, title: 'The same numbers as a table' });
    if (this.open && this.written !== basis) {
      this.written = basis;
      fillTable(this.table, caption, rows());
    }
  }

  private tables: readonly string[] = [];

  private setOpen(open: boolean): void {
    const others = this.tables.filter((id) => id !== this.id);
    this.written = null;
    this.intents.setView({ tables: open ? [...others, this.id] : others });
  }
}

/** What a table on the time axis depends on: the trace, and where one is in it. */
export function tableBasis({ frame, cursor, view }: PanelState): string {
  const picked = [view.tensor, view.layer, view.gradient, view.relative];
  return JSON.stringify([frame?.head, frame?.number, cursor, view.scroll, view.columnWidth, picked]);
}
