/** An HTML element of a class, with children. */
export function html<K extends keyof HTMLElementTagNameMap>(
  name: K,
  className = '',
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** A text whose words in backquotes become code. */
export function withCode(text: string): readonly (Node | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html('code', '', part) : part));
}

/** The same, what stands between two pairs of asterisks being strong. */
export function withEmphasis(text: string): readonly (Node | string)[] {
  return text
    .replaceAll(' %', '\u00a0%')
    .split('**')
    .flatMap((part, index) => (index % 2 === 1 ? [html('strong', '', ...withCode(part))] : withCode(part)));
}
