// Also tests: cli/svg
import assert from 'node:assert/strict';
import { schedulePlotHtml, schedulePlotSvg } from '../../../server/src/cli/schedule/schedule-plot';
import { drawnElements } from '../drawn-elements';
import { mixedStudy, reportOf } from './schedule-reports';

describe('schedule plot', () => {
  it('draws bars as long as mean and p99 are, and the bound where it lies', () => {
    const drawn = drawnElements(schedulePlotSvg(reportOf(mixedStudy)));
    // Before the bars are the paper and two marks of the legend.
    const bars = drawn.filter(({ name }) => name === 'rect').slice(3);
    const lengths = bars.map(({ attributes }) => Number(attributes.width));
    const values = mixedStudy.results.flatMap(({ meanSteps, p99Steps }) => [meanSteps, p99Steps]);
    assert.equal(lengths.length, values.length);
    const scale = Math.max(...lengths) / Math.max(...values);
    for (const [i, value] of values.entries()) assert.ok(Math.abs(lengths[i]! - value * scale) < 0.2);
    const [, bound] = drawn.filter(({ attributes }) => attributes.class === 'bound');
    assert.ok(Math.abs(Number(bound!.attributes.x1) - Number(bars[0]!.attributes.x) - 700 * scale) < 0.2);
  });

  it('needs nothing else, is readable in light and dark, and takes no file name for markup', () => {
    const report = reportOf(mixedStudy, { file: '<script>"&.csv' });
    for (const markup of [schedulePlotSvg(report), schedulePlotHtml(report)]) {
      assert.match(markup, /prefers-color-scheme: dark/);
      assert.match(markup, /&lt;script&gt;&quot;&amp;\.csv/);
      assert.doesNotMatch(markup, /<script|href=|src=|@import|NaN|Infinity/);
      assert.doesNotMatch(markup.replace('http://www.w3.org/2000/svg', ''), /https?:/);
    }
    assert.match(schedulePlotHtml(report), /^<!doctype html>/);
  });
});
