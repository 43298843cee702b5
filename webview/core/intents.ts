import type { Store } from './state';
import type { PictureIntents } from './view';

/** The intents that change nothing but the page's own state: the same on every page with pictures on a time axis. */
export function pictureIntents(
  store: () => Pick<Store, 'state' | 'update' | 'updateView'>,
): Omit<PictureIntents, 'reveal'> {
  return {
    setView: (change) => store().updateView(change),
    hover: (hover) => store().update({ hover }),
    hoverWeight: (weight) => {
      if (weight !== store().state.weight) store().update({ weight });
    },
    point: (place) => store().update({ cursor: place, selection: [place.column, place.column + 1] }),
    select: (from, to) => store().update({ selection: [from, to] }),
    clearSelection: () => store().update({ cursor: null, selection: null }),
  };
}
