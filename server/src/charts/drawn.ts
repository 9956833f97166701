/** Where something is: in the units of a chart's axes, or in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A value of an attribute: a text, a number, or the parts of a path; numbers in it are rounded like any other. */
export type Attribute = string | number | readonly (string | number | Place)[];

export type Attributes = Readonly<Record<string, Attribute>>;

/** An element of SVG as plain data, with elements and texts in it; texts are never markup. */
export interface Drawn {
  readonly name: string;
  readonly attributes: Attributes;
  readonly children: readonly (Drawn | string)[];
}

/** An element of SVG as plain data. */
export function drawn(name: string, attributes: Attributes = {}, ...children: readonly (Drawn | string)[]): Drawn {
  return { name, attributes, children };
}

/** A line of text; `anchor`: which end of it is at x. */
export function drawnText(
  x: number,
  y: number,
  text: string,
  attributes: Attributes = {},
  anchor: 'start' | 'middle' | 'end' = 'start',
): Drawn {
  return drawn('text', { ...attributes, x, y, 'text-anchor': anchor }, text);
}

/** An attribute as text, its numbers rounded to `digits` after the point. */
export function attributeText(value: Attribute, digits: number): string {
  const rounded = (number: number): string => String(Math.round(number * 10 ** digits) / 10 ** digits);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return rounded(value);
  return value
    .map((part) => {
      if (typeof part === 'object') return `${rounded(part.x)},${rounded(part.y)}`;
      return typeof part === 'number' ? rounded(part) : part;
    })
    .join(' ');
}
