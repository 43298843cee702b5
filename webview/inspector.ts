/** The Inspector's page: one timestep, read closely. */
import { createLink } from '../src/protocol/link';
import type { InspectorEvents, InspectorMethods } from '../src/protocol/messages';
import { PROTOCOL_VERSION } from '../src/protocol/version';
import { registerControls } from './core/controls';
import { vscodeApi } from './core/host';
import { InspectorView } from './inspector/view';

function start(): void {
  registerControls();
  const { port } = vscodeApi();
  document.documentElement.lang ||= 'en';
  const view = new InspectorView({ move: (by) => link.notify.move({ by }) });
  const link = createLink<InspectorEvents, InspectorMethods>(port, {
    inspection: ({ inspection, name, kind, unit }) => view.show(inspection, name, kind, unit),
  });
  document.body.append(view.element);
  link.notify.ready({ version: PROTOCOL_VERSION });
}

start();
