import assert from 'node:assert/strict';
import { isAddress, isLoopback, isUnspecified } from '../../../server/src/rules/launch/host-kinds';

describe('kinds of hosts', () => {
  for (const [host, kind] of [
    ['localhost', { loopback: true, unspecified: false, address: false }],
    ['LocalHost', { loopback: true, unspecified: false, address: false }],
    ['127.0.0.1', { loopback: true, unspecified: false, address: true }],
    ['127.8.9.10', { loopback: true, unspecified: false, address: true }],
    ['127.1', { loopback: true, unspecified: false, address: true }],
    ['::1', { loopback: true, unspecified: false, address: true }],
    ['[::1]', { loopback: true, unspecified: false, address: true }],
    ['0.0.0.0', { loopback: false, unspecified: true, address: true }],
    ['::', { loopback: false, unspecified: true, address: true }],
    ['[::]', { loopback: false, unspecified: true, address: true }],
    ['10.127.0.0', { loopback: false, unspecified: false, address: true }],
    ['127.example.com', { loopback: false, unspecified: false, address: false }],
    ['localhost.chat', { loopback: false, unspecified: false, address: false }],
    ['fd00::1', { loopback: false, unspecified: false, address: true }],
    ['chat-ffn', { loopback: false, unspecified: false, address: false }],
  ] as const) {
    it(`tells ${host}`, () => {
      const found = { loopback: isLoopback(host), unspecified: isUnspecified(host), address: isAddress(host) };
      assert.deepEqual(found, kind);
    });
  }
});
