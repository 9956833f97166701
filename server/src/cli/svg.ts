import { plainLine } from '../text/format';

/** Colours that people with any colour vision tell apart (Okabe and Ito), for light and dark backgrounds alike. */
export const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;

/** Inks, rules and text of a drawing whose root has the class `chart`, in light and in dark. */
const style = `
  .chart { --ink: #1f2328; --quiet: #59636e; --rule: #d1d9e0; --paper: #ffffff; background: var(--paper); }
  @media (prefers-color-scheme: dark) {
    .chart { --ink: #e6edf3; --quiet: #9198a1; --rule: #3d444d; --paper: #0d1117; }
  }
  .chart .paper { fill: var(--paper); }
  .chart text { fill: var(--ink); font: 12px system-ui, sans-serif; }
  .chart .title { font-size: 14px; font-weight: 600; }
  .chart .quiet { fill: var(--quiet); }
  .chart .rule { stroke: var(--rule); }
`;

/** An SVG file that needs nothing else, readable in light and dark. `ownStyle`: rules for its own classes below `.chart`. */
export function svgFile(
  title: string,
  { width, height }: { readonly width: number; readonly height: number },
  content: string,
  ownStyle = '',
): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>${style}${ownStyle}</style>
<rect class="paper" width="${width}" height="${height}"/>
${content}
</svg>
`;
}

/** A drawing as a page. */
export function svgPage(title: string, svg: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<body>
${svg}</body>
</html>
`;
}

/** A line of text; `anchor`: which end of it is at x. */
export function svgText(
  x: number,
  y: number,
  content: string,
  kind = '',
  anchor: 'start' | 'middle' | 'end' = 'start',
): string {
  return `<text x="${rounded(x)}" y="${rounded(y)}" class="${kind}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

/** A coordinate, to a tenth of a pixel. */
export function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

export interface Axis {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** From 0, with a round step and about five ticks. */
export function axisOf(values: readonly number[]): Axis {
  const most = values.reduce((high, value) => Math.max(high, value), 0) || 1;
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return { low: 0, high: Math.ceil(most / step - 1e-9) * step, step };
}

export function ticks({ low, high, step }: Axis): readonly number[] {
  return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, i) => low + i * step);
}

/** Text from a file's name in markup. */
function escaped(content: string): string {
  return plainLine(content)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
