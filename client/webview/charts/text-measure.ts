import type { Measure } from './chart';

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
