import assert from 'node:assert/strict';
import { evaluatedDocuments, pairedDocuments } from '../../server/src/analysis/evaluated-documents';
import { manifest } from '../cli/git/temporary-repository';
import { analyse } from './analysed';

describe('evaluated documents', () => {
  const withoutFfn = manifest().replace(/^ *ffn:.*\n/m, '');
  const broken = `${manifest()}spec: {}\n`;
  const { documents } = analyse([manifest(), withoutFfn, broken, 'kind: Pod\n', manifest()].join('---\n'));

  it('are those that state a deployment and could be read to their end', () => {
    assert.deepEqual(
      evaluatedDocuments(documents).map(({ index }) => index),
      [0, 1, 4],
    );
  });

  it('are paired where they state both pools', () => {
    const paired = pairedDocuments(documents);
    assert.deepEqual(
      paired.map(({ index }) => index),
      [0, 4],
    );
    assert.ok(paired.every(({ deployment: { attention, ffn } }) => attention.workers > 0 && ffn.workers > 0));
  });
});
