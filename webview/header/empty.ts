import { createButton } from '../core/controls';
import { EmptyState } from '../core/empty';
import type { PanelState } from '../core/state';
import type { Intents, Scene, View } from '../core/view';

/** What a run's panel says while there is nothing to draw. */
export class EmptyView implements View {
  private readonly empty: EmptyState;
  readonly element: HTMLElement;

  constructor(intents: Intents) {
    const selection = createButton('Train on Selection', 'primary', () => intents.command('unroll.trainOnSelection'));
    const file = createButton('Train on File', 'secondary', () => intents.command('unroll.trainOnFile'));
    this.empty = new EmptyState(selection.element, file.element);
    this.element = this.empty.element;
  }

  draw({ state }: Scene): void {
    this.empty.show(...wordsFor(state));
  }
}

type Words = readonly [title: string, text: string, canTrain: boolean];

const NOTHING: Words = ['', '', false];

function wordsFor({ connection, shown }: PanelState): Words {
  if (connection === 'waiting') return ['Waiting for Unroll…', 'The panel is being connected to the extension.', false];
  if (connection === 'refused') {
    return [
      'Reload the window',
      'This panel and the extension are of different versions. Run “Developer: Reload Window”.',
      false,
    ];
  }
  if (!shown) {
    return [
      'Watch a recurrent network learn your text',
      'Select some text in an editor and train on it: this panel then shows every state, gate and gradient of the ' +
        'network at every character while it learns. Nothing leaves this window.',
      true,
    ];
  }
  if (shown.info) return NOTHING;
  if (shown.summary.phase === 'preparing') {
    return ['Preparing the run', `Reading ${shown.document}, building its vocabulary and the model.`, false];
  }
  // The notice above says what failed; anything else without facts is being read back from storage.
  if (shown.summary.phase !== 'failed') {
    return ['Bringing the run back', `Reading the last checkpoint of ${shown.summary.name}.`, false];
  }
  return NOTHING;
}
