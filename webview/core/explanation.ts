import { el, setText } from './dom';

/** The question a newcomer has of a picture, and its answer in the numbers on screen; closed until it is asked. */
export class Explanation {
  private readonly text = el('p');
  readonly element = el('details', { class: 'explanation' }, el('summary', {}, 'What am I looking at?'), this.text);

  set(text: string): void {
    setText(this.text, text);
  }
}
