import { attributeText, type Drawn } from '../../../server/src/charts/drawn';

/** A drawing as an element of the page; texts go in as texts, never as markup. */
export function svgElement({ name, attributes, children }: Drawn): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, attributeText(value, 2));
  element.append(...children.map((child) => (typeof child === 'string' ? child : svgElement(child))));
  return element;
}
