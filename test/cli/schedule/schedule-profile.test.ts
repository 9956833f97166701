import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStepProfile } from '../../../server/src/cli/schedule/schedule-profile';

const lines =
  'attention: { alpha: 1, beta: 2 }\nffn: { alpha: 0, beta: 0 }\ncommunication: { alpha: 0, beta: 0 }\ncalibratedRanges: { ratio: [4, 12] }\n';
const header = 'apiVersion: afd-lens/v1\nkind: LatencyProfile\ncalibration: measured\n';

describe('the profile of a schedule', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-schedule-profile-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const read = async (reference: string, attention = 9) => {
    const errors: string[] = [];
    const profile = await readStepProfile(reference, { attention, ffn: 1 }, (line) => errors.push(line));
    assert.equal(errors.length, profile ? 0 : 1);
    return { profile, error: errors[0] ?? '' };
  };

  it('is a file, up to the ends of the ratios it is calibrated for', async () => {
    const path = file('lab.yaml', `${header}timeUnit: ms\n${lines}`);
    for (const attention of [4, 9, 12]) assert.equal((await read(path, attention)).profile?.id, 'lab');
    for (const attention of [3, 13]) {
      assert.match((await read(path, attention)).error, new RegExp(`from 4 to 12, and ${attention}A:1F is outside$`));
    }
  });

  it('counts seconds', async () => {
    assert.match((await read('ascend-910c-deepseek-v3')).error, /in cycles of unknown length.*or --step-time$/);
    assert.match((await read(file('cycles.yaml', `${header}timeUnit: cycle\n${lines}`))).error, /in cycles/);
  });

  it('is known', async () => {
    assert.match((await read('ascend-910c-deepseek-v4')).error, /did you mean ascend-910c-deepseek-v3, and a file/);
    assert.match((await read('lab')).error, /there is ascend-910c-deepseek-v3, and a file is named with a path/);
    assert.match((await read(join(folder, 'no.yaml'))).error, /no\.yaml: no such file$/);
  });

  it('is a valid document', async () => {
    const path = file('broken.yaml', `${header}timeUnit: hours\n${lines}`);
    assert.match((await read(path)).error, /broken\.yaml:4: /);
  });
});
