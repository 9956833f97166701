import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { readFailure } from '../../server/src/analysis/read-manifest';

describe('why a file could not be read', () => {
  const failures: readonly [string, () => Promise<unknown>, RegExp][] = [
    ['it is not there', () => readFile('/no/such/file'), /^no such file$/],
    ['it is a folder', () => readFile('.'), /^is a folder$/],
    [
      'it is in another encoding',
      async () => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])),
      /^is not UTF-8 text$/,
    ],
    [
      'it is forbidden',
      () => Promise.reject(Object.assign(new Error('EACCES: x'), { code: 'EACCES' })),
      /^may not be read$/,
    ],
    [
      'the disk fails',
      () => Promise.reject(Object.assign(new Error('EIO: x'), { code: 'EIO' })),
      /^cannot be read \(EIO\)$/,
    ],
    ['who reads it says why', () => Promise.reject(new Error('is not in v1.0')), /^is not in v1\.0$/],
    ['anything else', () => Promise.reject('odd'), /^cannot be read \(odd\)$/],
  ];
  for (const [title, read, expected] of failures) {
    it(`ends a sentence: ${title}`, async () => {
      const reason = await read().then(
        () => assert.fail('was read'),
        (error: unknown) => error,
      );
      assert.match(readFailure(reason), expected);
    });
  }
});
