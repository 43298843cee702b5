import type { Inspection } from '../../src/protocol/messages';
import type { LossUnit } from '../../src/protocol/run';
import type { TraceKind } from '../../src/protocol/trace';
import { createButton } from '../core/controls';
import { el, setShown, setText } from '../core/dom';
import { formatCount, formatMeasure, formatShare, formatValue, spokenToken } from '../core/format';
import { symbolOfId } from '../core/symbols';
import { barRow } from './bars';

/** What the Inspector can ask for. */
interface Moves {
  move(by: -1 | 1): void;
}

/** One timestep: its token, what the model expected, how strong its states and gradients are. */
export class InspectorView {
  private readonly title = el('h2', { class: 'token' });
  private readonly where = el('p', { class: 'summary' });
  private readonly loss = el('p', { class: 'loss' });
  private readonly predictions = el('table', { class: 'predictions' });
  private readonly states = el('table', {});
  private readonly units = el('table', {});
  private readonly content: HTMLElement;
  private readonly empty = el(
    'p',
    { class: 'inspector-empty' },
    'Nothing is selected. Click a timestep in the Unroll panel, or walk there with the arrow keys, ' +
      'to read its predictions, states and gradients here.',
  );
  readonly element: HTMLElement;

  constructor(moves: Moves) {
    const previous = createButton('Previous', 'secondary', () => moves.move(-1));
    const next = createButton('Next', 'secondary', () => moves.move(1));
    const steps = el(
      'div',
      { class: 'moves', role: 'group', 'aria-label': 'Timestep' },
      previous.element,
      next.element,
    );
    this.content = el(
      'div',
      {},
      el('div', { class: 'inspector-head', role: 'status' }, this.title, this.where, this.loss),
      steps,
      this.predictions,
      this.states,
      this.units,
    );
    const heading = el('h1', { class: 'visually-hidden' }, 'Timestep under study');
    this.element = el('main', { class: 'inspector' }, heading, this.empty, this.content);
    this.show(null, '', null, 'token');
  }

  show(inspection: Inspection | null, name: string, kind: TraceKind | null, unit: LossUnit): void {
    setShown(this.empty, inspection === null);
    setShown(this.content, inspection !== null);
    if (!inspection) return;
    const { column, position, key, token, target } = inspection;
    const [loss = NaN, probability = NaN] = inspection.loss;
    setText(this.title, token);
    const trace = kind === 'probe' ? 'text on screen' : 'training batch';
    setText(
      this.where,
      `${name}, ${trace}, step ${formatCount(key.step)}, t = ${column}, token ${formatCount(position)}`,
    );
    setText(
      this.loss,
      target === ''
        ? 'This timestep has no target.'
        : `Target ${spokenToken(target)}: loss ${formatMeasure(loss)} nats, given ${formatShare(probability)}`,
    );
    this.showPredictions(inspection, unit);
    this.showStates(inspection);
    this.showUnits(inspection);
  }

  private showPredictions({ topTokens, topProbabilities, target }: Inspection, unit: LossUnit): void {
    this.predictions.replaceChildren(
      el('caption', {}, unit === 'token' ? 'Likeliest next tokens' : 'Likeliest labels after this word'),
      el('tbody', {}, ...topTokens.map((token, i) => barRow(token, topProbabilities[i] ?? NaN, token === target))),
    );
  }

  private showStates({ states, stateNorms, gradientNorms }: Inspection): void {
    const rows = states.map((state, i) =>
      numberRow(symbolOfId(state), [formatValue(stateNorms[i] ?? NaN), formatValue(gradientNorms[i] ?? NaN)]),
    );
    this.states.replaceChildren(
      el('caption', {}, 'Norms of states and of their gradients'),
      headRow('state', ['‖state‖', '‖∂L/∂state‖']),
      el('tbody', {}, ...rows),
    );
  }

  private showUnits({ units, unitValues, unitGradients }: Inspection): void {
    const rows = Array.from(units, (unit, i) =>
      numberRow(String(unit), [formatValue(unitValues[i] ?? NaN), formatValue(unitGradients[i] ?? NaN)]),
    );
    this.units.replaceChildren(
      el('caption', {}, 'Strongest units of the last layer'),
      headRow('unit', ['value', 'gradient']),
      el('tbody', {}, ...rows),
    );
  }
}

function headRow(first: string, names: readonly string[]): HTMLElement {
  const cells = [first, ...names].map((name) => el('th', { scope: 'col' }, name));
  return el('thead', {}, el('tr', {}, ...cells));
}

function numberRow(name: string, values: readonly string[]): HTMLElement {
  return el('tr', {}, el('th', { scope: 'row' }, name), ...values.map((value) => el('td', {}, value)));
}
