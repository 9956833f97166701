import { type Attributes, type Drawn, drawn, drawnText } from './drawn';
import type { Plot } from './plot';

/** How axes look. */
export interface AxesLook {
  readonly grid: Attributes;
  readonly numbers: Attributes;
  /** The line at the foot and what connects its numbers to it; none where left out. */
  readonly line?: Attributes;
}

/** Pixels between a plot and its numbers and titles. */
const gaps = { left: 8, below: 17, title: 36 };

/** Grid lines at the numbers of the y axis, and these numbers. */
export function drawnYAxis({ left, right, y }: Plot, { grid, numbers }: AxesLook): readonly Drawn[] {
  return y.ticks.values.flatMap((value) => [
    drawn('line', { ...grid, x1: left, x2: right, y1: y.at(value), y2: y.at(value) }),
    drawnText(left - gaps.left, y.at(value), y.text(value), { ...numbers, dy: '0.35em' }, 'end'),
  ]);
}

/** The x axis with its numbers. */
export function drawnXAxis({ left, right, bottom, x }: Plot, { numbers, line }: AxesLook): readonly Drawn[] {
  return [
    ...(line ? [drawn('line', { ...line, x1: left, x2: right, y1: bottom, y2: bottom })] : []),
    ...x.ticks.values.flatMap((value) => [
      ...(line ? [drawn('line', { ...line, x1: x.at(value), x2: x.at(value), y1: bottom, y2: bottom + 4 })] : []),
      drawnText(x.at(value), bottom + gaps.below, x.text(value), numbers, 'middle'),
    ]),
  ];
}

/** Grid lines at the numbers of the x axis. */
export function drawnXGrid({ top, bottom, x }: Plot, { grid }: AxesLook): readonly Drawn[] {
  return x.ticks.values.map((value) =>
    drawn('line', { ...grid, x1: x.at(value), x2: x.at(value), y1: top, y2: bottom }),
  );
}

/** The name of the x axis, under its numbers. */
export function xTitle({ left, right, bottom }: Plot, text: string, attributes: Attributes): Drawn {
  return drawnText((left + right) / 2, bottom + gaps.title, text, attributes, 'middle');
}

/** The name of the y axis, upwards at `x`. */
export function yTitle({ top, bottom }: Plot, x: number, text: string, attributes: Attributes): Drawn {
  const turned = `translate(${x} ${(top + bottom) / 2}) rotate(-90)`;
  return drawn('text', { ...attributes, transform: turned, 'text-anchor': 'middle' }, text);
}
