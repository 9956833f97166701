import { type Attributes, type Drawn, drawn, type Place } from './drawn';

/** The shape of a point. */
export type Shape = 'circle' | 'square' | 'triangle' | 'diamond' | 'cross';

/** Corners of the shapes that have some, for a size of 1. */
const corners = {
  triangle: [
    [0, -1.2],
    [1.2, 1],
    [-1.2, 1],
  ],
  diamond: [
    [0, -1.35],
    [1.35, 0],
    [0, 1.35],
    [-1.35, 0],
  ],
} as const;

/** A point of a shape, `size` from its middle to its sides. */
export function dot(shape: Shape, { x, y }: Place, size: number, attributes: Attributes): Drawn {
  switch (shape) {
    case 'circle':
      return drawn('circle', { ...attributes, cx: x, cy: y, r: size });
    case 'square':
      return drawn('rect', { ...attributes, x: x - size, y: y - size, width: 2 * size, height: 2 * size });
    case 'cross': {
      const [left, right, top, bottom] = [x - size, x + size, y - size, y + size];
      const strokes = ['M', { x: left, y: top }, 'L', { x: right, y: bottom }, 'M', { x: right, y: top }, 'L'];
      return drawn('path', { ...attributes, d: [...strokes, { x: left, y: bottom }] });
    }
    default: {
      const [first, ...others] = corners[shape].map(([dx, dy]) => ({ x: x + dx * size, y: y + dy * size }));
      return drawn('path', { ...attributes, d: ['M', first!, ...others.flatMap((corner) => ['L', corner]), 'Z'] });
    }
  }
}

/** Lines through the places that are finite, broken where one is not. */
export function polylines(places: readonly Place[], attributes: Attributes): readonly Drawn[] {
  const runs: Place[][] = [[]];
  for (const place of places) {
    if (Number.isFinite(place.x) && Number.isFinite(place.y)) runs.at(-1)!.push(place);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0).map((run) => drawn('polyline', { ...attributes, points: run }));
}

/** A vertical bar with caps, for an interval. */
export function intervalBar(x: number, low: number, high: number, attributes: Attributes): Drawn {
  const cap = 3;
  const capAt = (y: number) => ['M', { x: x - cap, y }, 'H', x + cap];
  return drawn('path', { ...attributes, d: [...capAt(high), 'M', { x, y: high }, 'V', low, ...capAt(low)] });
}
