import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFile, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { runPolicies } from '../../../server/src/cli/schedule/run-policies';
import { policyNames } from '../../../server/src/scheduling/policies';
import { scheduleStudy } from '../../../server/src/scheduling/schedule-study';
import type { SchedulingQuestion } from '../../../server/src/scheduling/study';
import { seededRandom } from '../../workload/seeded-random';
import { program } from '../run-program';

const uniform = seededRandom(9);
const question: SchedulingQuestion = {
  requests: Array.from({ length: 40 }, (_, i) => ({
    prefill: Math.floor(900 * uniform()),
    decode: Math.ceil(200 * uniform()),
    arrival: 3 * i,
  })),
  kvTokens: 2000,
  mode: 'online',
  policies: ['fcfs', 'svf', 'sorted-f'],
  predictionNoise: 0.5,
  seed: 3,
  ageingSteps: 400,
  stepTime: undefined,
};

describe('running policies', () => {
  const shares: number[] = [];
  const options = {
    blocking: <T>(work: () => T) => work(),
    signal: new AbortController().signal,
    onProgress: (share: number) => {
      shares.push(share);
    },
  };

  it('one after the other gives what the study of all gives', async () => {
    assert.deepEqual(await runPolicies(question, options), scheduleStudy(question));
    assert.deepEqual(shares, [0, 1 / 3, 2 / 3]);
  });

  it('gives each policy a result or a reason', async () => {
    const { results, notRun } = await runPolicies({ ...question, policies: policyNames }, options);
    assert.deepEqual(
      results.map(({ policy }) => policy),
      policyNames,
    );
    assert.deepEqual(notRun, []);
  });

  it('stops between policies when aborted', async () => {
    const controller = new AbortController();
    const onProgress = (share: number): void => {
      if (share > 0) controller.abort('enough');
    };
    await assert.rejects(
      runPolicies(question, { ...options, signal: controller.signal, onProgress }),
      (reason) => reason === 'enough',
    );
  });

  it('hears a signal that came during the work before it', async function () {
    if (process.platform === 'win32') this.skip();
    const controller = new AbortController();
    const hear = (): void => controller.abort('enough');
    process.once('SIGUSR2', hear);
    try {
      // From within a turn of the loop that has looked for signals already.
      const run = new Promise<unknown>((resolve, reject) => {
        readFile(__filename, () => {
          process.kill(process.pid, 'SIGUSR2');
          runPolicies({ ...question, policies: ['fcfs'] }, { ...options, signal: controller.signal }).then(
            resolve,
            reject,
          );
        });
      });
      await assert.rejects(run, (reason) => reason === 'enough');
    } finally {
      process.removeListener('SIGUSR2', hear);
    }
  });

  it('ends with the program at the first Ctrl+C, however long a policy takes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'afd-run-policies-'));
    try {
      const path = join(folder, 'long.csv');
      const rows = Array.from(
        { length: 60_000 },
        () => `${Math.floor(4000 * uniform())},${Math.ceil(900 * uniform())}\n`,
      );
      writeFileSync(path, `prompt_len,output_len\n${rows.join('')}`);
      const args = [path, '--kv-tokens', '16k', '--requests', '60000', '--policy', 'sorted-f-swap'];
      const child = spawn(process.execPath, [program, 'schedule', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
      let out = '';
      child.stdout.on('data', (text) => {
        out += text;
      });
      const ended = new Promise<unknown>((resolve) => {
        child.once('exit', (status, signal) => resolve(signal ?? status));
      });
      await setTimeout(1500);
      child.kill('SIGINT');
      // The signal is what a shell shows as status 130; the latter is what interrupting the reading ends with.
      assert.ok(['SIGINT', 130].includes((await ended) as string | number));
      assert.equal(out, '');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
