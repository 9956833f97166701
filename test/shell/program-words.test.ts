import assert from 'node:assert/strict';
import { programName, programWords } from '../../server/src/shell/program-words';
import { verbatimText } from '../../server/src/text/mapped-text';

const read = (line: string): string => {
  const { words, assignments } = programWords(line.split(' ').map((word) => verbatimText(word, 0)));
  const environment = assignments.map(([name, { text }]) => `${name}=${text}`);
  return [...environment, '|', ...words.map(({ text }) => text)].join(' ');
};

describe('program words', () => {
  it('leads through wrappers, their options and their own words', () => {
    assert.equal(read('env A=1 B= vllm serve'), 'A=1 B= | vllm serve');
    assert.equal(read('/usr/bin/nohup exec -a name setsid python3 -m vllm'), '| python3 -m vllm');
    assert.equal(read('timeout -k 5 -s KILL 1h taskset -c 0-3 stdbuf -oL vllm'), '| vllm');
    assert.equal(read('sudo -E -u me A=1 time -p nice -n -5 env -- vllm A=2'), 'A=1 | vllm A=2');
  });

  it('leaves a wrapper alone that runs nothing', () => {
    assert.equal(read('env A=1'), 'A=1 | env A=1');
    assert.equal(read('exec'), '| exec');
    assert.equal(read('vllm env'), '| vllm env');
  });

  it('names a program without its path', () => {
    assert.equal(programName([verbatimText('/usr/local/bin/vllm', 0)]), 'vllm');
    assert.equal(programName([]), '');
  });
});
