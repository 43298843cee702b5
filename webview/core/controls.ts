/**
 * The only module that knows `@vscode/webview-ui-toolkit`. The toolkit is archived, so everything else asks for the
 * small interfaces below: another library means another body here and nothing else.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeRadio,
  vsCodeRadioGroup,
} from '@vscode/webview-ui-toolkit';
import { el } from './dom';

/** Defines the custom elements. Call once, before the first control is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodeRadio(),
    vsCodeRadioGroup(),
  );
}

/** A push button whose text and state can change while it keeps the focus. */
export interface Button {
  readonly element: HTMLElement;
  set(state: { readonly label: string; readonly enabled: boolean; readonly title?: string }): void;
}

export function createButton(label: string, kind: 'primary' | 'secondary', onPress: () => void): Button {
  const element = document.createElement('vscode-button');
  element.setAttribute('appearance', kind);
  element.textContent = label;
  element.addEventListener('click', () => {
    if (!element.hasAttribute('disabled')) onPress();
  });
  return {
    element,
    set({ label, enabled, title = '' }) {
      if (element.textContent !== label) element.textContent = label;
      if (element.hasAttribute('disabled') === enabled) element.toggleAttribute('disabled', !enabled);
      if (element.title !== title) element.title = title;
    },
  };
}

/** A choice among named values. */
export interface Choice {
  readonly element: HTMLElement;
  set(options: readonly Option[], value: string): void;
}

interface Option {
  readonly value: string;
  readonly label: string;
}

/** A drop-down list. `label` is its accessible name. */
export function createPicker(label: string, onChange: (value: string) => void): Choice {
  const element = document.createElement('vscode-dropdown') as HTMLElement & { value: string };
  element.setAttribute('aria-label', label);
  element.setAttribute('position', 'below');
  let shown = '';
  element.addEventListener('change', () => onChange(element.value));
  return {
    element,
    set(options, value) {
      const key = JSON.stringify(options);
      if (key !== shown) {
        shown = key;
        element.replaceChildren(...options.map((option) => optionElement('vscode-option', option)));
      }
      // The list takes in its options after the next microtask; before that a value would match none of them.
      queueMicrotask(() => {
        if (element.value !== value) element.value = value;
      });
    },
  };
}

/** A few choices side by side, of which one holds. */
export function createSwitch(label: string, options: readonly Option[], onChange: (value: string) => void): Choice {
  const element = document.createElement('vscode-radio-group') as HTMLElement & { value: string };
  element.setAttribute('aria-label', label);
  element.append(...options.map((option) => optionElement('vscode-radio', option)));
  let held = '';
  element.addEventListener('change', () => {
    if (element.value === held) return;
    held = element.value;
    onChange(held);
  });
  return {
    element,
    set(_options, value) {
      if (value === held) return;
      held = value;
      element.value = value;
    },
  };
}

function optionElement(tag: string, { value, label }: Option): HTMLElement {
  const element = document.createElement(tag);
  element.setAttribute('value', value);
  element.textContent = label;
  return element;
}

/** A native range input with its name and its value in words. */
export interface Slider {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  set(state: { readonly max: number; readonly value: number; readonly text: string; readonly enabled?: boolean }): void;
}

export function createSlider(
  label: string,
  range: { readonly min: number; readonly step: number },
  onInput: (value: number) => void,
): Slider {
  const input = el('input', { type: 'range', min: String(range.min), step: String(range.step), 'aria-label': label });
  const output = el('span', { class: 'slider-value', 'aria-hidden': 'true' });
  input.addEventListener('input', () => onInput(Number(input.value)));
  const name = el('span', { class: 'slider-name', 'aria-hidden': 'true' }, label);
  return {
    element: el('div', { class: 'slider' }, name, input, output),
    input,
    set({ max, value, text, enabled = true }) {
      input.max = String(max);
      if (Number(input.value) !== value) input.value = String(value);
      if (input.getAttribute('aria-valuetext') !== text) input.setAttribute('aria-valuetext', text);
      if (output.textContent !== text) output.textContent = text;
      input.disabled = !enabled;
    },
  };
}
