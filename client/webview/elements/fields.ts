import { html } from './html';

/** A labelled input with a line beneath it, for the manifest's value or for what is wrong with the entry. */
export interface Field<T extends HTMLInputElement | HTMLSelectElement> {
  readonly element: HTMLElement;
  readonly input: T;
  readonly label: HTMLLabelElement;
  readonly hint: HTMLElement;
}

/** A labelled input in its box. */
export function field<T extends HTMLInputElement | HTMLSelectElement>(id: string, title: string, input: T): Field<T> {
  const label = html('label', '', title);
  const hint = html('span', 'hint');
  input.id = id;
  label.htmlFor = id;
  hint.id = `${id}-hint`;
  input.setAttribute('aria-describedby', hint.id);
  return { element: html('div', `field field-${id}`, label, input, hint), input, label, hint };
}

/** An input for numbers. */
export function numberInput(limits: {
  readonly min: number;
  readonly max?: number;
  readonly step: string;
}): HTMLInputElement {
  const input = html('input');
  input.type = 'number';
  input.min = String(limits.min);
  if (limits.max !== undefined) input.max = String(limits.max);
  input.step = limits.step;
  return input;
}

/** A slider over whole steps from -`steps` to `steps`. */
export function slider(steps: number): HTMLInputElement {
  const input = html('input');
  input.type = 'range';
  input.min = String(-steps);
  input.max = String(steps);
  input.step = '1';
  input.value = '0';
  return input;
}

/** A button that does not submit anything. */
export function button(title: string, className: string, onClick: () => void): HTMLButtonElement {
  const element = html('button', className, title);
  element.type = 'button';
  element.addEventListener('click', onClick);
  return element;
}

/** Says what is wrong with an entry, or takes that back. */
export function setError(
  { input, hint, element }: Field<HTMLInputElement | HTMLSelectElement>,
  error: string | undefined,
): void {
  element.classList.toggle('wrong', error !== undefined);
  if (error === undefined) input.removeAttribute('aria-invalid');
  else input.setAttribute('aria-invalid', 'true');
  if (error !== undefined) hint.textContent = error;
}
