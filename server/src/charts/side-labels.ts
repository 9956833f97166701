import { spreadLabels } from './label-layout';

/** A label for a point of a picture, in pixels. */
export interface SideLabel {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Where labels may stand, in pixels. What is drawn falls to the right, so that there is room above right and below left. */
export interface LabelRoom {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly lineHeight: number;
  /** Nothing is drawn above the first from `x` on to the right, nor below the second from `x` on to the left. */
  readonly drawn: (x: number) => readonly [highest: number, lowest: number];
}

/** A column of labels, one under the other: on which side of their points, where it begins or ends there, and their middles. */
export interface LabelColumn {
  readonly side: 'right' | 'left';
  readonly x: number;
  readonly middles: readonly number[];
}

/** How far labels stand from their points, and in which steps they move on to where there is room. */
const gap = 36;
const step = 8;

/**
 * Labels in a column beside their points, in the order of these, where nothing is drawn: above on the right, else below
 * on the left, as near to the points as that allows. Undefined where there is no such place.
 */
export function columnOfLabels(labels: readonly SideLabel[], room: LabelRoom): LabelColumn | undefined {
  if (labels.length === 0) return undefined;
  const { left, right, top, bottom, lineHeight, drawn } = room;
  const width = Math.max(...labels.map((label) => label.width));
  const places = labels.map(({ x }) => x);
  const wanted = labels.map(({ y }) => ({ centre: y, width: lineHeight }));
  for (let x = Math.max(...places) + gap; x <= right - width; x += step) {
    const middles = spreadLabels(wanted, top, drawn(x)[0], 0);
    if (middles) return { side: 'right', x, middles };
  }
  for (let x = Math.min(...places) - gap; x >= left + width; x -= step) {
    const middles = spreadLabels(wanted, drawn(x)[1], bottom, 0);
    if (middles) return { side: 'left', x, middles };
  }
  return undefined;
}
