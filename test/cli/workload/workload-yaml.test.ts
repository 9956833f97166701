import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { FileAnalyzer } from '../../../server/src/cli/analyze-file';
import { addWorkload } from '../../../server/src/cli/workload/workload-command';
import { thetaConfidence } from '../../../server/src/evaluation/workload/theta-confidence';
import { yamlScalar } from '../../../server/src/text/yaml-scalar';
import { fixture } from '../../workload/trace-fixture';
import { runCommand } from '../run-command';

describe('workload-yaml', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'afd-statistics-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** The evaluation of a manifest with this block under `workload:`, by the way of every manifest. */
  async function evaluated(block: string) {
    const file = join(folder, 'x.afd.yaml');
    const lines = block.trimEnd().split('\n');
    const text = [
      'apiVersion: afd-lens/v1',
      'kind: AFDDeployment',
      'spec:',
      '  latencyProfile: ascend-910c-deepseek-v3',
      '  workload:',
      ...lines.map((line) => `    ${line}`),
      '  attention: { workers: 4, batchSize: 256 }',
      '  ffn: { workers: 1 }',
      '',
    ].join('\n');
    writeFileSync(file, text);
    const analyzer = new FileAnalyzer((line) => assert.fail(line));
    const analysed = await analyzer.analyze(file);
    analyzer.dispose();
    const [document] = analysed!.analysis.documents;
    assert.deepEqual(
      document!.findings.filter(({ severity }) => severity === 'error').map(({ message }) => message),
      [],
    );
    return document!.evaluation!;
  }

  const traces = ['azure.csv', 'mooncake.jsonl', 'skips.csv', 'vllm-detailed.json', 'weka.json', 'llmservingsim.jsonl'];
  for (const trace of [resolve('examples/traces/chat.csv'), ...traces.map(fixture)]) {
    it(`gives a manifest the theta and nu of the trace itself, and so the same sizes: ${trace.split('/').at(-1)}`, async () => {
      const { out } = await runCommand(addWorkload, ['workload', trace, '--format', 'yaml']);
      const [byBlock, byTrace] = [await evaluated(out), await evaluated(`trace: ${yamlScalar(trace)}`)];
      const [block, whole] = [byBlock.workload!.estimate, byTrace.workload!.estimate];
      assert.ok(block.kind === 'point' && whole.kind === 'point');
      assert.equal(block.requests, whole.requests);
      for (const key of ['theta', 'nu', 'meanPrefill', 'meanDecode', 'covariance'] as const) {
        const scale = Math.max(1, Math.abs(whole[key]!));
        assert.ok(Math.abs(block[key]! - whole[key]!) <= 1e-9 * scale, `${key}: ${block[key]} is not ${whole[key]}`);
      }
      assert.equal(byBlock.status, byTrace.status);
      assert.deepEqual(byBlock.sizing?.optimum, byTrace.sizing?.optimum);
      assert.deepEqual(byBlock.sizing?.stageTimes, byTrace.sizing?.stageTimes);
      const [ofBlock, ofTrace] = [thetaConfidence(block)!, thetaConfidence(whole)!];
      assert.ok(Math.abs(ofBlock.high / ofTrace.high - 1) < 1e-9 && Math.abs(ofBlock.low - ofTrace.low) < 1e-6);
    });
  }

  it('keeps a name of the trace within its comment', async () => {
    const trace = join(folder, 'a\nspec: {}\u001b.csv');
    writeFileSync(trace, 'num_prefill_tokens,num_decode_tokens\n10,5\n');
    const { out } = await runCommand(addWorkload, ['workload', trace, '--format', 'yaml']);
    assert.match(
      out,
      /^# 1 request of [^\n]*a spec: \{\} \.csv \(Vidur request lengths\): theta 12, nu 1\.414\.\n# A simulation needs the trace itself\.\nstatistics:\n/,
    );
    assert.ok(!out.includes('\u001b'));
  });
});
