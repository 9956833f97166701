import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addExplain } from '../../../server/src/cli/explain/explain-command';
import { deployment } from '../../analysis/analysed';
import { runCommand } from '../run-command';

const bare = deployment('{ workers: 4, batchSize: 256 }').replace(/ {2}workload: .*\n/, '');
const statistics = '{ distribution: geometric, meanPrefill: 100, meanDecode: 500 }';

describe('explain under a configuration', () => {
  let folder = '';
  let file = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-explain-'));
    mkdirSync(join(folder, 'prod'));
    file = join(folder, 'prod/chat.afd.yaml');
    writeFileSync(file, bare);
    configure(`
workload: { statistics: ${statistics} }
overrides:
  - { files: ["prod/**"], rules: { AFD101: error } }
`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const configure = (text: string) => writeFileSync(join(folder, 'afd-lens.config.yaml'), text);
  const explain = (...args: string[]) => runCommand(addExplain, ['explain', file, ...args]);

  it('says in text, behind the derivation, what is set and where', async () => {
    const { status, out, error } = await explain();
    assert.deepEqual([status, error], [0, '']);
    assert.match(out, /\n {2}theta 599, nu 509\.3 from the statistics, set in afd-lens\.config\.yaml\n/);
    const settings = `
  settings
    workload               statistics               afd-lens.config.yaml
    latencyProfile         ascend-910c-deepseek-v3  this file
    minGainPercent         2                        default
    ratioTolerancePercent  10                       default
    minTraceRequests       1000                     default
    maxTraceAgeDays        90                       default
    AFD101                 error                    afd-lens.config.yaml, overrides[0]

`;
    assert.ok(out.includes(settings), out);
    assert.ok(
      out.endsWith('AFD101 4A:1F is attention-bound: 10A:1F gives +11 % (+8.9 to +12 %) tokens/s per worker.\n'),
    );
  });

  it('says it as a table in Markdown', async () => {
    const { out } = await explain('--format', 'markdown');
    assert.match(out, /\n\| workload \| `statistics` \| afd-lens\.config\.yaml \|\n/);
    assert.match(out, /\n\| AFD101 \| `error` \| afd-lens\.config\.yaml, overrides\[0\] \|\n\n/);
  });

  it('says it in JSON for each deployment', async () => {
    writeFileSync(file, `${bare}---\n${deployment('{ workers: 4, batchSize: 256 }')}`);
    const { out } = await explain('--format', 'json');
    const [given, own] = JSON.parse(out).deployments as { settings: object[] }[];
    assert.deepEqual(given!.settings[0], { name: 'workload', value: 'statistics', source: 'afd-lens.config.yaml' });
    assert.deepEqual(own!.settings[0], { name: 'workload', value: 'statistics', source: 'this file' });
    assert.deepEqual(given!.settings.at(-1), {
      name: 'AFD101',
      value: 'error',
      source: 'afd-lens.config.yaml, overrides[0]',
    });
  });

  it('ends with status 2 under a broken one, with what can be said', async () => {
    configure(`workload: { statistics: ${statistics} }\nthresholds: { minGainPercent: 101 }\n`);
    const { status, out, error } = await explain();
    assert.equal(status, 2);
    assert.match(error, /afd-lens\.config\.yaml:2: 'minGainPercent' is 101; it must be at most 100\.\n$/);
    assert.match(out, /theta 599/);
    assert.match(out, /warning AFD311 'afd-lens\.config\.yaml:2' is not applied/);
  });
});
