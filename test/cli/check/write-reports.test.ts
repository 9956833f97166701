import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { FileAnalyzer } from '../../../server/src/cli/analyze-file';
import { analyzePaths } from '../../../server/src/cli/analyze-paths';
import { buildReport } from '../../../server/src/cli/check/build-report';
import type { ReportTarget } from '../../../server/src/cli/check/report-targets';
import { writeReports } from '../../../server/src/cli/check/write-reports';
import { deployment } from '../../analysis/analysed';
import { traceRows } from '../../protocol/manifests';
import { recordingContext } from '../run-command';
import { temporaryFolder } from '../temporary-folder';

const off = deployment('{ workers: 4, batchSize: 256 }').replace(/workload: .*/, 'workload: { trace: a.csv }');
const summary = '1 warning in 1 file; deployments: 1 evaluated, 0 partly evaluated, 0 not evaluated.\n';

describe('write-reports', () => {
  const folder = temporaryFolder({ each: true });

  async function written(...targets: readonly ReportTarget[]) {
    folder.write('a.afd.yaml', off);
    folder.write('a.csv', traceRows(2000));
    const context = recordingContext();
    const analyzer = new FileAnalyzer(context.error);
    const report = buildReport(await analyzePaths(['.'], analyzer), []);
    await writeReports(report, { targets, showSuppressed: false }, analyzer, context);
    analyzer.dispose();
    return context.run;
  }

  it('gives every target its own, and says the summary on standard error', async () => {
    const { out, error } = await written(
      { format: 'json', file: 'a.json' },
      { format: 'junit', file: 'a.xml' },
      { format: 'github', file: undefined },
    );
    assert.equal(JSON.parse(folder.read('a.json')).findings.length, 1);
    assert.match(folder.read('a.xml'), /^<\?xml/);
    assert.match(out, /^::warning file=/);
    assert.equal(error, summary);
  });

  it('says the summary once where it is read anyway', async () => {
    const { out, error } = await written({ format: 'pretty', file: undefined });
    assert.ok(out.endsWith(summary));
    assert.equal(error, '');
    assert.equal((await written({ format: 'pretty', file: 'a.txt' })).error, summary);
    assert.ok(folder.read('a.txt').endsWith(summary));
  });

  it('writes over the report of the last run', async () => {
    folder.write('a.json', 'x'.repeat(100_000));
    await written({ format: 'json', file: 'a.json' });
    assert.equal(JSON.parse(folder.read('a.json')).schemaVersion, 1);
  });

  it('says where a report cannot be written, and writes the others', async () => {
    mkdirSync('folder');
    const { error } = await written(
      { format: 'json', file: 'none/a.json' },
      { format: 'json', file: 'folder' },
      { format: 'json', file: 'a.json' },
    );
    assert.deepEqual(error.split('\n').slice(0, 2), [
      'none/a.json: its folder does not exist; create it first',
      'folder: is a folder; name a file in it',
    ]);
    assert.ok(folder.read('a.json'));
  });

  it('never writes over a file that the check reads, by any name', async () => {
    symlinkSync('a.csv', 'report.txt');
    symlinkSync('a.afd.yaml', 'report.json');
    const { error } = await written(
      { format: 'pretty', file: './a.csv' },
      { format: 'pretty', file: 'report.txt' },
      { format: 'json', file: 'report.json' },
    );
    assert.equal(error.match(/is read by this check and is left as it is; give another --output/g)?.length, 3);
    assert.deepEqual([folder.read('a.csv'), folder.read('a.afd.yaml')], [traceRows(2000), off]);
  });
});
