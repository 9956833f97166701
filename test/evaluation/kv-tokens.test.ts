import assert from 'node:assert/strict';
import type { Inputs } from '../../server/src/evaluation/inputs';
import { kvTokensOf } from '../../server/src/evaluation/kv-tokens';
import { analyse } from '../analysis/analysed';
import { assertRelative } from '../provisioning/closeness';
import { onDevices } from '../rules/on-devices';

const read = (text: string, inputs?: Inputs) => {
  const { deployment: stated, evaluation } = analyse(text, inputs).documents[0]!;
  return { deployment: stated!, evaluation: evaluation! };
};
const tokensOf = (text: string, inputs?: Inputs) => {
  const { deployment: stated, evaluation } = read(text, inputs);
  return kvTokensOf(stated, evaluation);
};

describe('the tokens that a KV cache holds', () => {
  const memory = onDevices('{ workers: 8, batchSize: 50 }', '{ workers: 12 }');

  it('are those that memory leaves room for', () => {
    const { tokens, stated } = tokensOf(memory)!;
    // 80 GB less 3.5 GB of reserve and 15.12 GB of weights, by 70,272 bytes of a token.
    assertRelative(tokens, (80e9 - 3.5e9 - 15.12e9) / 70_272, 1e-3);
    assert.equal(stated, undefined);
  });

  it('are those that the manifest states', () => {
    const text = `${memory}  scheduler: { kvTokens: 16492 }\n`;
    const found = tokensOf(text)!;
    assert.equal(found.tokens, 16_492);
    assert.equal(text.slice(found.stated!.range.start, found.stated!.range.end), '16492');
  });

  it('are unknown without either, and where weights leave no room', () => {
    assert.equal(tokensOf(memory.replace('  device: h800\n', '')), undefined);
    assert.equal(tokensOf(`${memory}  memory: { reserveGB: 79 }\n`), undefined);
    assert.equal(tokensOf(memory.replace('distribution: geometric, ', '')), undefined);
  });
});
