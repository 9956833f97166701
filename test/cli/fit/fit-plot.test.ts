import assert from 'node:assert/strict';
import { fitPlotHtml, fitPlotSvg } from '../../../server/src/cli/fit/fit-plot';
import { drawnElements } from '../drawn-elements';
import { reportOf, stageReport, sweepReport } from './fit-reports';

/** How many elements of each name there are. */
function elements(markup: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { name } of drawnElements(markup)) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}

describe('fit plot', () => {
  it('draws a point for each row, and a line and a panel for each fit', () => {
    const sweep = elements(fitPlotSvg(sweepReport));
    assert.equal(sweep.get('polyline'), 1);
    // One more in the legend.
    assert.equal(sweep.get('circle'), sweepReport.fitted.rows + 1);
    const stages = elements(fitPlotSvg(stageReport));
    assert.equal(stages.get('polyline'), 3);
    assert.equal(stages.get('circle'), stageReport.fitted.rows + 3);
  });

  it('crosses out what was set aside', () => {
    const rows = Array.from({ length: 12 }, (_, i) => i + 1).flatMap((n) => [
      `attention,${n * 1000},,${n === 5 ? 90 : n + 3}`,
      `ffn,,${n},${n + 4}`,
    ]);
    const drawn = elements(fitPlotSvg(reportOf(['stage,tokens,requests,ms', ...rows].join('\n'))));
    assert.equal(drawn.get('path'), 1);
  });

  it('needs nothing else, is readable in light and dark, and takes no file name for markup', () => {
    const report = { ...sweepReport, file: '<script>"&.csv' };
    for (const markup of [fitPlotSvg(report), fitPlotHtml(report)]) {
      assert.match(markup, /prefers-color-scheme: dark/);
      assert.match(markup, /&lt;script&gt;&quot;&amp;\.csv/);
      assert.doesNotMatch(markup, /<script|href=|src=|@import|NaN|Infinity/);
      assert.doesNotMatch(markup.replace('http://www.w3.org/2000/svg', ''), /https?:/);
    }
    assert.match(fitPlotHtml(report), /^<!doctype html>/);
  });

  it('stays small for very many rows', () => {
    const rows = Array.from(
      { length: 8000 },
      (_, i) => `attention,${1000 + i},,${5 + i / 1000}\nffn,,${10 + i},${4 + i / 900}`,
    );
    assert.ok(fitPlotSvg(reportOf(['stage,tokens,requests,ms', ...rows].join('\n'))).length < 500_000);
  });
});
