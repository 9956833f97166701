import { button } from './fields';
import { html } from './html';
import { stepAround } from './key-steps';

/** A row of tabs, one of which is chosen. */
export interface Tabs<Name extends string> {
  readonly element: HTMLElement;
  /** Shows a tab's panel, without telling anybody. */
  readonly show: (name: Name) => void;
}

/** One tab: what it is called and what it shows. */
export interface Tab<Name extends string> {
  readonly name: Name;
  readonly title: string;
  readonly panel: HTMLElement;
}

/** Builds tabs as the ARIA practices have them: one stop for Tab, arrow keys between them. */
export function createTabs<Name extends string>(
  tabs: readonly Tab<Name>[],
  onChoose: (name: Name) => void,
): Tabs<Name> {
  const buttons = tabs.map(({ name, title, panel }, index) => {
    const tab = button(title, 'tab', () => onChoose(name));
    tab.id = `${name}-tab`;
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', panel.id);
    tab.addEventListener('keydown', (event) => {
      const to = stepAround(event.key, index, tabs.length);
      if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      buttons[to]!.focus();
      onChoose(tabs[to]!.name);
    });
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', tab.id);
    return tab;
  });
  const element = html('div', 'tabs', ...buttons);
  element.setAttribute('role', 'tablist');
  element.setAttribute('aria-label', 'What is shown');
  return {
    element,
    show: (shown) =>
      tabs.forEach(({ name, panel }, index) => {
        const tab = buttons[index]!;
        tab.setAttribute('aria-selected', String(name === shown));
        tab.tabIndex = name === shown ? 0 : -1;
        panel.hidden = name !== shown;
      }),
  };
}
