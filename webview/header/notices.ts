import type { RunSnapshot } from '../../src/protocol/messages';
import { staleColumns } from '../core/columns';
import { NoticeList, type Notice } from '../core/notices';
import type { PanelState } from '../core/state';
import type { Intents, Scene, View } from '../core/view';

/** Notices and failures of a run, each with its next step. */
export class NoticesView implements View {
  private readonly list = new NoticeList();
  readonly element = this.list.element;

  constructor(private readonly intents: Intents) {}

  draw({ state }: Scene): void {
    this.list.show(noticesOf(state, this.intents));
  }
}

function noticesOf(state: PanelState, intents: Intents): readonly Notice[] {
  const { shown, problem } = state;
  const notices: Notice[] = [];
  const add = (kind: Notice['kind'], text: string, action: Notice['action'] = null) =>
    notices.push({ kind, text, action });
  if (problem !== null) add('error', problem, { label: 'Show Log', press: () => intents.command('unroll.showLog') });
  if (!shown) return notices;
  const { phase, reason } = shown.summary;
  if (phase === 'failed') {
    add('error', reason?.message ?? 'The run failed.', failureAction(reason?.code, intents));
  } else if (reason && reason.code !== 'user') add('info', reason.message);
  if (state.frame && staleColumns(state.frame, shown.stale).length > 0) {
    add('warning', 'Hatched timesteps stand for text that was edited since the run began.');
  }
  if (!shown.documentOpen) add('info', `${shown.document} is closed: timesteps cannot be selected in the editor.`);
  for (const notice of shown.info?.notices ?? []) add('info', notice);
  return notices;
}

function failureAction(
  code: NonNullable<RunSnapshot['summary']['reason']>['code'] | undefined,
  intents: Intents,
): Notice['action'] {
  switch (code) {
    case 'nonFinite':
      return { label: 'Restart with a Tenth of the Rate', press: () => intents.act('lowerRate') };
    case 'workerDied':
      return { label: 'Reset', press: () => intents.act('reset') };
    case 'badInput':
    case 'tooLarge':
      return { label: 'Train on Selection', press: () => intents.command('unroll.trainOnSelection') };
    default:
      return { label: 'Show Log', press: () => intents.command('unroll.showLog') };
  }
}
