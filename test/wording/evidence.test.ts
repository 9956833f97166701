import assert from 'node:assert/strict';
import { fileSettings } from '../../server/src/configuration/file-settings';
import { readConfiguration } from '../../server/src/configuration/read-configuration';
import { evidenceLines } from '../../server/src/wording/evidence';
import { analyse, deployment, filesOf, now, readyTrace } from '../analysis/analysed';

const own = deployment('{ workers: 4, batchSize: 256 }');
const bare = own.replace(/ {2}(?:latencyProfile|workload): .*\n/g, '');
const trace = readyTrace([
  [100, 500],
  [100, 500],
]);

function evidence(text: string, configuration = ''): readonly string[] {
  const settings = fileSettings({
    path: '/srv/a.afd.yaml',
    folder: '/srv',
    configuration: readConfiguration('/srv/afd-lens.config.yaml', configuration),
    nowMs: now,
  });
  const { deployment: stated, evaluation } = analyse(text, filesOf({ './t.csv': trace }), settings).documents[0]!;
  return evidenceLines(stated!, evaluation!, now);
}

describe('the evidence of a derivation', () => {
  const profile = 'latencyProfile: ascend-910c-deepseek-v3\n';

  it('names the trace and the profile that a configuration sets, with its name', () => {
    const [workload, profileLine] = evidence(bare, `${profile}workload: { trace: t.csv }\n`);
    assert.match(workload!, /^theta .* from `\.\/t\.csv` \(2 requests, .*\), set in `afd-lens\.config\.yaml`$/);
    assert.match(profileLine!, /^profile `ascend-910c-deepseek-v3`, .*, set in `afd-lens\.config\.yaml`$/);
  });

  it('names the override that sets them, and statistics too', () => {
    const statistics = '{ distribution: geometric, meanPrefill: 100, meanDecode: 500 }';
    const [workload] = evidence(
      bare,
      `${profile}overrides: [{ files: ["*"], workload: { statistics: ${statistics} } }]\n`,
    );
    assert.equal(workload, 'theta 599, nu 509.3 from the `statistics`, set in `afd-lens.config.yaml, overrides[0]`');
  });

  it('names no place for what the manifest writes', () => {
    const lines = evidence(own, `${profile}workload: { trace: t.csv }\n`);
    assert.equal(lines.length, 2);
    for (const line of lines) assert.doesNotMatch(line, /set in/);
  });
});
