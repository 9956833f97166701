import assert from 'node:assert/strict';
import type { LogOutputChannel } from 'vscode';
import { traceChannel } from '../../client/src/trace-channel';

describe('trace-channel', () => {
  it('is at the level of traces while the switch is on, and tells each time that it may have changed', () => {
    let on = false;
    const listeners: ((event: unknown) => void)[] = [];
    const lines: string[] = [];
    const log = {
      logLevel: 3,
      trace: () => assert.fail('traces are hidden'),
      info: (line: string) => lines.push(line),
    };
    const channel = traceChannel(log as unknown as LogOutputChannel, {
      isOn: () => on,
      onDidChange: (listener) => {
        listeners.push(listener);
        return { dispose: () => listeners.splice(listeners.indexOf(listener), 1) };
      },
    });
    const levels: number[] = [];
    const following = channel.onDidChangeLogLevel((level) => levels.push(level));
    assert.equal(channel.logLevel, 3);
    on = true;
    listeners[0]!({});
    assert.equal(channel.logLevel, 1);
    channel.trace('Sending request');
    on = false;
    listeners[0]!({});
    following.dispose();
    assert.deepEqual([levels, lines, listeners], [[1, 3], ['Sending request'], []]);
  });
});
