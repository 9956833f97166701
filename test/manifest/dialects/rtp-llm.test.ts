// Also tests: manifest/dialects/pool-limits
import assert from 'node:assert/strict';
import { deploymentsIn, factsOf, fixture, launchesIn } from '../launches/launch-fixtures';

describe('RTP-LLM', () => {
  it('counts all ranks but one as attention', () => {
    const text = fixture('rtp-llm/flags.sh');
    const [launch, ...others] = launchesIn(text, 'flags.sh');
    assert.deepEqual(others, []);
    assert.deepEqual([launch?.dialect, launch?.pool], ['rtp-llm', 'both']);
    assert.deepEqual(factsOf(launch, text), {
      attentionRanks: [7, '8', '--world_size', 'computed'],
      ffnRanks: [1, 'default'],
      dataParallel: [8, '8', '--dp_size'],
      tensorParallel: [1, '1', '--tp_size'],
      model: ['/models/Qwen3-32B', '/models/Qwen3-32B', '--checkpoint_path'],
    });
  });

  it('reads the variables of the same names, once for the program and not for each command', () => {
    const text = fixture('rtp-llm/environment.sh');
    const launches = launchesIn(text, 'environment.sh');
    assert.equal(launches.length, 1);
    assert.deepEqual(factsOf(launches[0], text).attentionRanks, [3, '4', '4', 'computed']);
    assert.equal(text.slice(launches[0]!.site.start).startsWith('python'), true);
  });

  it('has one FFN rank, whatever its world', () => {
    assert.equal(deploymentsIn(fixture('rtp-llm/flags.sh'), 'x.sh')[0]?.topology?.ffnDivides, 1);
  });

  it('is no launch of ours where the switch is off', () => {
    assert.deepEqual(launchesIn(fixture('rtp-llm/flags.sh').replace('disaggregate 1', 'disaggregate 0'), 'x.sh'), []);
  });
});
