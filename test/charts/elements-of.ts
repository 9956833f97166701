import type { Drawn } from '../../server/src/charts/drawn';

/** A drawing and all elements in it, in their order. */
export function elementsOf(drawing: Drawn): readonly Drawn[] {
  return [drawing, ...drawing.children.flatMap((child) => (typeof child === 'string' ? [] : elementsOf(child)))];
}

/** The elements of a class, which may be one of several. */
export function ofClass(drawing: Drawn, name: string): readonly Drawn[] {
  return elementsOf(drawing).filter(({ attributes }) => String(attributes.class).split(' ').includes(name));
}

/** The texts of a class. */
export function textsOf(drawing: Drawn, name: string): readonly string[] {
  return ofClass(drawing, name).flatMap(({ children }) => children.filter((child) => typeof child === 'string'));
}
