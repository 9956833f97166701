import { plainLine } from '../text/format';
import { attributeText, type Drawn } from './drawn';

/** A drawing as markup, coordinates to a tenth of a pixel. */
export function svgMarkup({ name, attributes, children }: Drawn): string {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapedText(attributeText(value, 1))}"`);
  const start = `<${name}${words.join('')}`;
  if (children.length === 0) return `${start}/>`;
  const content = children.map((child) => (typeof child === 'string' ? escapedText(child) : `\n${svgMarkup(child)}`));
  return `${start}>${content.join('')}</${name}>`;
}

/** A text in markup, such as the name of a file. */
export function escapedText(content: string): string {
  return plainLine(content)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
