type Attributes = Readonly<Record<string, string | number>>;

/** An SVG element with attributes and children; text goes in as text, never as markup. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, typeof value === 'number' ? String(Math.round(value * 100) / 100) : value);
  }
  element.append(...children);
  return element;
}

/** A line through the finite ones of `points`, broken where one is missing. */
export function polyline(className: string, points: readonly (readonly [number, number])[]): SVGPathElement {
  let drawing = false;
  const commands = points.flatMap(([x, y]) => {
    const command = drawing ? 'L' : 'M';
    drawing = Number.isFinite(x) && Number.isFinite(y);
    return drawing ? [`${command}${x.toFixed(2)} ${y.toFixed(2)}`] : [];
  });
  return svg('path', { class: className, d: commands.join('') });
}

/** The shape of a point. */
export type Shape = 'circle' | 'square' | 'triangle' | 'diamond';

/** A point of a shape, `size` from its middle to its sides. */
export function dot(className: string, shape: Shape, x: number, y: number, size = 3.5): SVGElement {
  switch (shape) {
    case 'circle':
      return svg('circle', { class: className, cx: x, cy: y, r: size });
    case 'square':
      return svg('rect', { class: className, x: x - size, y: y - size, width: 2 * size, height: 2 * size });
    case 'triangle':
      return polygon(className, [
        [x, y - 1.2 * size],
        [x + 1.2 * size, y + size],
        [x - 1.2 * size, y + size],
      ]);
    case 'diamond':
      return polygon(className, [
        [x, y - 1.35 * size],
        [x + 1.35 * size, y],
        [x, y + 1.35 * size],
        [x - 1.35 * size, y],
      ]);
  }
}

function polygon(className: string, corners: readonly (readonly [number, number])[]): SVGPathElement {
  return svg('path', {
    class: className,
    d: `M${corners.map(([x, y]) => `${x.toFixed(2)} ${y.toFixed(2)}`).join('L')}Z`,
  });
}

/** A vertical bar with caps, for a 95 % interval. */
export function intervalBar(className: string, x: number, low: number, high: number): SVGPathElement {
  const cap = 3;
  return svg('path', {
    class: className,
    d: `M${x - cap} ${high}H${x + cap}M${x} ${high}V${low}M${x - cap} ${low}H${x + cap}`,
  });
}

/** Tells the width of a text, of a weight other than the usual one if given. */
export type Measure = (text: string, weight?: number) => number;

/** Widths of texts in the font of `element`. */
export function textMeasure(element: Element): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(element);
  return (text, weight) => {
    if (!context) return text.length * 7;
    context.font = `${fontStyle} ${weight ?? fontWeight} ${fontSize} ${fontFamily}`;
    return context.measureText(text).width;
  };
}
