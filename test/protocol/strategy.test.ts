import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Hover, MarkupContent } from 'vscode-languageserver/node';
import { waitFor } from '../wait-for';
import { positionOf } from './cursor';
import { ProtocolClient } from './protocol-client';

const text = `apiVersion: afd-lens/v1
kind: AFDDeployment
metadata: { name: oss }
spec:
  model: gpt-oss-120b
  device: h200
  latencyProfile: profiles/gpt-oss-120b-h200.yaml
  workload: { statistics: { distribution: geometric, meanPrefill: 1000, meanDecode: 500 } }
  attention: { workers: 6, batchSize: 64 }
  ffn: { workers: 4 }
  microbatches: 3
  slo: { ttft: 2s, tpot: 100ms }
`;

describe('the comparison of strategies over the protocol', () => {
  let client: ProtocolClient;
  before(async () => {
    client = await ProtocolClient.start();
    const profile = 'profiles/gpt-oss-120b-h200.yaml';
    client.write(profile, readFileSync(`test/fixtures/contract/strategy/${profile}`, 'utf8'));
  });
  after(() => client.stop());

  const codes = async (uri: string) => (await client.diagnostics(uri)).map(({ code }) => String(code));
  const hoverAt = async (uri: string, word: string): Promise<string> => {
    const hover = await client.request<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position: positionOf(text, word, 1),
    });
    return hover ? (hover.contents as MarkupContent).value.replaceAll('\u00a0', ' ') : '';
  };

  it('answers at once without it, and asks the client to come again when it is there', async () => {
    const uri = await client.open('oss.afd.yaml', text);
    const first = await codes(uri);
    assert.ok(!first.includes('AFD601'), first.join());
    // The profile has to be read before anything is compared.
    await waitFor('the comparison', async () =>
      /^\*\*(?:Comparing serving strategies\*\* on 10 devices|AFD does not pay)/.test(await hoverAt(uri, 'kind')),
    );
    await waitFor('a refresh', () => client.refreshes > 0);
    await waitFor('AFD601', async () => (await codes(uri)).includes('AFD601'));
  });

  it('shows verdict, strategies, what to use instead, and the evidence', async () => {
    const uri = await client.open('again.afd.yaml', text);
    await waitFor('AFD601', async () => (await codes(uri)).includes('AFD601'));
    for (const word of ['kind', 'metadata', 'name: oss', 'spec', 'slo', 'ttft']) {
      const value = await hoverAt(uri, word);
      assert.match(value, /^\*\*AFD does not pay here\*\*: aggregated serving gives \+[\d.]+ %/, word);
      assert.match(
        value,
        /\| prefill\/decode \| [\d,]+ \(-[\d.]+ %\) \| [\d.]+ tok\/s per user · TTFT [\d.]+ m?s · TPOT/,
      );
      assert.match(value, /\| prefill\/decode \+ AFD \| [\d,.]+ \(-[\d.]+ %\) \|/);
      assert.match(value, /requests at a time \(Little's law\)/);
      assert.match(value, /objectives: TTFT 2 s and TPOT 100 ms/);
    }
    // What the key means still stands below.
    assert.match(await hoverAt(uri, 'ttft'), /\n\n\*\*ttft\*\*\n\n/);
    const ratio = await hoverAt(uri, 'workers: 6, b');
    assert.match(ratio, /^\*\*6A:4F is/);
    assert.match(ratio, /serving strategies on 10 devices, prefill included: AFD does not pay here: aggregated/);
  });

  it('answers for a new version before that is compared', async () => {
    const uri = await client.open('edited.afd.yaml', text);
    await waitFor('AFD601', async () => (await codes(uri)).includes('AFD601'));
    const changed = text.replace('meanDecode: 500', 'meanDecode: 501');
    await client.change(uri, changed);
    const now = await codes(uri);
    assert.ok(!now.includes('AFD601'), now.join());
    await waitFor('AFD601', async () => (await codes(uri)).includes('AFD601'));
  });

  it('says what to provide where there is nothing to compare', async () => {
    const uri = await client.open('bare.afd.yaml', text.replace(/ {2}slo.*\n/, ''));
    assert.match(await hoverAt(uri, 'kind'), /^\*\*Unknown whether AFD pays\*\*: `slo\.tpot` is missing/);
    assert.ok(!(await codes(uri)).includes('AFD601'));
  });
});
