import type { Scene } from '../core/view';
import type { SentenceState } from './state';

/** Everything a view of the Sentence panel may read while it draws. */
export interface SentenceScene extends Scene {
  readonly state: SentenceState;
}
