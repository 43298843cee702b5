import type { PanelMethods, RunAction } from '../../src/protocol/messages';
import type { PanelState, Place, ViewState } from './state';
import type { Theme } from './theme';

/** Everything a view may read while it draws. */
export interface Scene {
  readonly state: PanelState;
  readonly theme: Theme;
  /** True when nothing should move by itself. */
  readonly still: boolean;
}

/** A part of the panel. `draw` is called in an animation frame and changes nothing but the view's own pixels. */
export interface View {
  readonly element: HTMLElement;
  draw(scene: Scene): void;
}

/** What the user can ask of any picture on the time axis. Views call these; nothing else changes the state. */
export interface PictureIntents {
  setView(change: Partial<ViewState>): void;
  hover(place: Place | null): void;
  /** The pointer is over a shared weight (PyTorch's name), or over none. */
  hoverWeight(parameter: string | null): void;
  /** Study a timestep: moves the cursor and selects its column. */
  point(place: Place): void;
  /** Select columns `[from, to)`. */
  select(from: number, to: number): void;
  /** Select the characters of columns `[from, to)` in the editor. */
  reveal(from: number, to: number): void;
  clearSelection(): void;
}

/** What the user can ask for in a run's panel. */
export interface Intents extends PictureIntents {
  act(action: RunAction): void;
  show(run: string): void;
  command(command: Parameters<PanelMethods['command']>[0]['command']): void;
  /** Move the probe so that it begins at this token. */
  probe(from: number): void;
  sample(): void;
}
