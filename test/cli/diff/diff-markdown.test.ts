import assert from 'node:assert/strict';
import { diffMarkdown } from '../../../server/src/cli/diff/diff-markdown';
import type { DeploymentDiff } from '../../../server/src/cli/diff/diff-report';
import { manifest } from '../git/temporary-repository';
import { difference, reportOf } from './diff-sides';

const changed = difference(manifest(), manifest({ attention: 10 }));

/** Lines of the overview without its header. */
function overviewRows(markdown: string): readonly string[] {
  return markdown.split('\n').filter((line) => /^\| <code>/.test(line));
}

/** Cells of a row of a table; escaped bars are part of a cell. */
function cells(row: string): readonly string[] {
  return row.replace(/^\| | \|$/g, '').split(' | ');
}

describe('differences as Markdown', () => {
  it('are nothing where nothing changed', () => {
    assert.equal(diffMarkdown(reportOf()), '');
  });

  it('are an overview, and folded below it the details', () => {
    const lines = diffMarkdown(reportOf(changed)).split('\n');
    assert.deepEqual(lines.slice(0, 8), [
      '<!-- afd-lens diff -->',
      '### AFD Lens: 1 deployment changed, compared with <code>origin/main</code> (<code>0123456789</code>)',
      '',
      '| Deployment | Workers | Ratio | Throughput | Of the whole bundle | TPOT | Optimum |',
      '|:--|:--|:--|:--|:--|:--|:--|',
      '| <code>chat</code><br><code>deploy/chat.afd.yaml</code> | 5 (4A:1F) -> 11 (10A:1F)<br>+6 | 4.00 -> 10.00<br>+150 % | 0.6585 tok/cycle per worker -> 0.7371 tok/cycle per worker<br>+12 % | 3.293 tok/cycle -> 8.108 tok/cycle<br>+146 % | 933 cycles -> 947.2 cycles<br>+1.5 % | 10A:1F |',
      '',
      '<details><summary><code>chat</code>: 4A:1F -&#62; 10A:1F, +12 % tokens/s per worker, +146 % of the whole bundle, 5 -&#62; 11 workers</summary>',
    ]);
    assert.deepEqual(lines.slice(-6), [
      '| gain left | +12 % (+7.7 to +13 %) | none |  |',
      '',
      '- findings gone: AFD101',
      '',
      '</details>',
      '',
    ]);
    assert.ok(lines.includes('| workers | 5 (4A:1F) | 11 (10A:1F) | +6 |'));
  });

  it('say what came and went, how a file was called, and why there is no prediction', () => {
    const added = difference(undefined, manifest({ name: null, trace: 'none.csv' }));
    const removed = { ...difference(manifest(), undefined), previousFile: 'old.afd.yaml' };
    const markdown = diffMarkdown(reportOf(added, removed));
    const [first, second] = overviewRows(markdown).map(cells);
    assert.deepEqual(first!.slice(0, 4), ['<code>deploy/chat.afd.yaml</code><br>added', '5 (4A:1F)', '4.00', '']);
    assert.equal(
      second![0],
      '<code>chat</code><br><code>old.afd.yaml</code> -> <code>deploy/chat.afd.yaml</code><br>removed',
    );
    assert.match(markdown, /\n- after, not evaluated: Trace file <code>none\.csv<\/code> does not exist/);
    assert.doesNotMatch(markdown, /before, not evaluated/);
  });

  it('show names as they are, and nothing of them as markup', () => {
    const hostile = '</summary>|`x`<img src=x>@team #1 **b**';
    const diff: DeploymentDiff = { ...changed, title: hostile, file: `${hostile}.afd.yaml`, previousFile: hostile };
    const markdown = diffMarkdown({ base: { name: hostile, commit: undefined }, deployments: [diff] });
    assert.doesNotMatch(markdown, /<img|`x|\*\*|@team|<\/summary>\|/);
    assert.equal(markdown.match(/<\/summary>/g)?.length, 1);
    assert.deepEqual(
      overviewRows(markdown).map((row) => cells(row).length),
      [7],
    );
  });

  it('leave out details, then rows, so that GitHub takes the comment, and say so', () => {
    for (const [count, rows] of [
      [40, 40],
      [85, 85],
      [2000, undefined],
    ] as const) {
      const title = 'größe '.repeat(12);
      const all = Array.from({ length: count }, (_, i): DeploymentDiff => ({ ...changed, title: `${title}${i}` }));
      const markdown = diffMarkdown(reportOf(...all));
      assert.ok(markdown.length <= 65_000, `${count}: ${markdown.length}`);
      const shown = overviewRows(markdown).length;
      const details = markdown.match(/<details>/g)?.length ?? 0;
      assert.equal(markdown.match(/<\/details>/g)?.length ?? 0, details);
      assert.equal(shown, rows ?? shown);
      assert.ok(details > 10 && (rows !== undefined || (shown > 50 && shown < count)), `${shown}, ${details}`);
      const missing = (n: number) => (n === 1 ? '1 deployment' : `${n.toLocaleString('en-US')} deployments`);
      assert.equal(markdown.includes(`The table leaves out ${missing(count - shown)};`), shown < count);
      assert.equal(markdown.includes(`The details leave out ${missing(count - details)};`), details < count);
    }
  });
});
