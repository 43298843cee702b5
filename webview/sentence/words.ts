import type { Reading } from '../../src/protocol/sentiment';
import { createPicker } from '../core/controls';
import { maxAbs } from '../core/diverging';
import { el } from '../core/dom';
import { Explanation } from '../core/explanation';
import { formatMeasure, formatValue } from '../core/format';
import type { Stage } from '../core/picture';
import { ScaleLegend } from '../core/scale-legend';
import { Section } from '../core/section';
import { spoken, type Description } from '../core/tooltip';
import { completenessLine, wordsCaption } from './captions';
import type { SentenceIntents } from './controller';
import { writtenWords } from './pictured';
import type { SentenceScene } from './scene';
import { WordChip } from './word-chip';

/** The sentence as words, each with its share of the answer by two ways of asking. */
export class WordsView {
  private readonly box = el('div', {
    class: 'words',
    role: 'listbox',
    'aria-orientation': 'horizontal',
    tabindex: '0',
    'aria-label': 'Words: left and right arrow keys walk them, Enter shows one in the editor',
    'aria-describedby': 'words-summary',
  });
  private readonly section: Section;
  private readonly picker;
  private readonly legend = new ScaleLegend();
  private readonly explanation = new Explanation();
  readonly element: HTMLElement;
  private chips: readonly WordChip[] = [];
  private reading: Reading | null = null;
  private theme: unknown = null;

  constructor(
    private readonly stage: Stage,
    private readonly intents: SentenceIntents,
  ) {
    this.section = new Section('words', 'What each word adds', this.box, intents);
    this.picker = createPicker('Label explained', (value) => intents.explain(value === '' ? null : Number(value)));
    this.section.tools.prepend(this.picker.element);
    const integrated = el('span', { class: 'legend-item' }, el('span', { class: 'key-bar' }), 'integrated gradient');
    const leftOut = el('span', { class: 'legend-item' }, el('span', { class: 'key-bar hollow' }), 'left out');
    const unknown = el(
      'span',
      { class: 'legend-item' },
      el('span', { class: 'unknown' }, 'word'),
      'not learned: guessed by its letters',
    );
    this.legend.element.append(integrated, leftOut, unknown);
    this.section.legend.append(this.legend.element, this.explanation.element);
    this.element = this.section.element;
    this.listen();
  }

  draw(scene: SentenceScene): void {
    const { state, theme } = scene;
    const { reading } = state.first;
    if (!reading) return;
    const { reader, explained, integrated, leftOut } = reading;
    const max = Math.max(maxAbs(integrated), maxAbs(leftOut));
    if (reading !== this.reading || theme !== this.theme) {
      this.reading = reading;
      this.theme = theme;
      this.chips = writtenWords(reading).map((_, i) => new WordChip(reading, i, max, theme));
      this.box.replaceChildren(...this.chips.map(({ element }) => element));
      this.explanation.set(wordsCaption(reading));
    }
    const { hover, cursor, selection } = state;
    this.chips.forEach((chip, i) => {
      const selected = cursor?.column === i || (selection !== null && i >= selection[0] && i < selection[1]);
      chip.mark(selected, hover?.column === i);
    });
    const active = cursor && this.chips[cursor.column];
    if (active) this.box.setAttribute('aria-activedescendant', active.element.id);
    else this.box.removeAttribute('aria-activedescendant');
    const options = reader.labels.map((name, i) => ({ value: String(i), label: `Explain “${name}”` }));
    this.picker.set(
      [{ value: '', label: 'Explain the answer' }, ...options],
      state.draft.explained === null ? '' : String(state.draft.explained),
    );
    this.legend.draw(theme.tint, max, `of ln p(${reader.labels[explained] ?? ''})`);
    const caption = `What each word adds to ln p(${reader.labels[explained] ?? ''})`;
    const basis = `${state.frame?.number ?? 0}`;
    this.section.draw(
      scene,
      `to ln p(${reader.labels[explained] ?? ''}): ${completenessLine(reading)}`,
      basis,
      caption,
      () => tableOf(reading),
    );
  }

  private listen(): void {
    const { box, stage, intents } = this;
    const indexOf = (target: EventTarget | null) =>
      target instanceof Element ? Number(target.closest<HTMLElement>('.word')?.dataset['index'] ?? NaN) : NaN;
    box.addEventListener('pointermove', ({ target, clientX, clientY }) => {
      const index = indexOf(target);
      if (Number.isNaN(index) || !this.reading) return this.leave();
      intents.hover({ column: index, unit: null });
      stage.tooltip.show(this, describe(this.reading, index), clientX, clientY);
    });
    box.addEventListener('pointerleave', () => this.leave());
    box.addEventListener('click', ({ target }) => {
      const index = indexOf(target);
      if (Number.isNaN(index)) return;
      intents.point({ column: index, unit: null });
      intents.reveal(index, index + 1);
    });
    box.addEventListener('blur', () => stage.tooltip.hide(this));
    box.addEventListener('keydown', (event) => this.pressed(event));
  }

  private leave(): void {
    this.stage.tooltip.hide(this);
    this.intents.hover(null);
  }

  private pressed(event: KeyboardEvent): void {
    const { reading, intents, stage } = this;
    if (!reading || this.chips.length === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = stage.state().cursor?.column ?? -1;
    const last = this.chips.length - 1;
    const targets: Readonly<Record<string, number>> = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
    const target = targets[event.key];
    if (target !== undefined) {
      const index = Math.max(0, Math.min(last, target));
      intents.point({ column: index, unit: null });
      const { left, bottom } = this.chips[index]!.element.getBoundingClientRect();
      const description = describe(reading, index);
      stage.tooltip.show(this, description, left, bottom - 8);
      stage.speaker.say(spoken(description));
    } else if (event.key === 'Enter' && at >= 0) intents.reveal(at, at + 1);
    else if (event.key === 'Escape') {
      stage.tooltip.hide(this);
      intents.clearSelection();
    } else return;
    event.preventDefault();
  }
}

function describe(reading: Reading, index: number): Description {
  const { words, known, integrated, leftOut, reader, explained, running } = reading;
  const written = writtenWords(reading)[index]!;
  const labels = reader.labels.length;
  const facts: [string, string][] = [['left out', formatValue(leftOut[index]!)]];
  if (words[index] !== written) facts.push(['read as', words[index]!]);
  if (known[index] === 0) facts.push(['vocabulary', 'not learned, guessed by its letters']);
  facts.push([
    `p(${reader.labels[explained] ?? ''}) after it`,
    formatMeasure(running[index * labels + explained] ?? NaN),
  ]);
  return { name: `“${written}”, integrated gradient`, value: formatValue(integrated[index]!), facts };
}

function tableOf(reading: Reading): readonly (readonly string[])[] {
  const { words, known, integrated, leftOut } = reading;
  const head = ['word', 'read as', 'learned', 'integrated gradient', 'left out'];
  const rows = writtenWords(reading).map((word, i) => [
    word,
    words[i]!,
    known[i] === 0 ? 'no' : 'yes',
    formatValue(integrated[i]!),
    formatValue(leftOut[i]!),
  ]);
  return [head, ...rows];
}
