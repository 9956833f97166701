import assert from 'node:assert/strict';
import { baselineKey, coversGain, readBaseline, writeBaseline } from '../../server/src/configuration/baseline';

const path = '/srv/afd-lens.baseline.json';

describe('baseline', () => {
  it('reads what it wrote, sorted by file and one finding a line', () => {
    const files = {
      'b.yaml': [{ rule: 'AFD101', fingerprint: '1f', gainPercent: 11.2 }],
      'a.yaml': [
        { rule: 'AFD202', fingerprint: '2e' },
        { rule: 'AFD103', fingerprint: '3d' },
      ],
      'empty.yaml': [],
    };
    const text = writeBaseline(files);
    assert.equal(
      text.match(/fingerprint/g)?.length,
      text.split('\n').filter((line) => /fingerprint/.test(line)).length,
    );
    const { files: read, problem } = readBaseline(path, text);
    assert.equal(problem, undefined);
    assert.deepEqual(Object.keys(read), ['a.yaml', 'b.yaml']);
    assert.deepEqual(read, { 'a.yaml': files['a.yaml'], 'b.yaml': files['b.yaml'] });
    assert.deepEqual(JSON.parse(writeBaseline({})), { version: 1, files: {} });
  });

  const unusable: readonly [string, string, RegExp][] = [
    ['no JSON', '{', /not valid JSON/],
    ['a list', '[]', /no baseline/],
    ['another version', '{"version":2,"files":{}}', /version 1/],
    ['no files', '{"version":1}', /no baseline/],
    ['an entry without fingerprint', '{"version":1,"files":{"a":[{"rule":"AFD101"}]}}', /"a"/],
    ['files that are no lists', '{"version":1,"files":{"a":7}}', /"a"/],
  ];
  for (const [title, text, expected] of unusable) {
    it(`says why it is not usable: ${title}`, () => {
      const { files, problem } = readBaseline(path, text);
      assert.match(problem ?? '', expected);
      assert.deepEqual(files, {});
    });
  }

  it('names files from its own folder', () => {
    assert.equal(baselineKey(path, '/srv/deploy/a.yaml'), 'deploy/a.yaml');
  });

  it('does not cover a finding that has become worse by more than a percentage point', () => {
    const entry = { rule: 'AFD101', fingerprint: '1', gainPercent: 10 };
    assert.deepEqual(
      [undefined, 0.05, 0.109, 0.12].map((gain) => coversGain(entry, gain)),
      [true, true, true, false],
    );
    assert.equal(coversGain({ rule: 'AFD202', fingerprint: '1' }, 0.5), true);
  });
});
