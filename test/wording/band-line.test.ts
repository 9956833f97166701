import assert from 'node:assert/strict';
import { alternativesLine, bandLine } from '../../server/src/wording/band-line';
import { analyse, deployment } from '../analysis/analysed';

const sizingOf = (attention: string, ffn: string) =>
  analyse(deployment(attention, ffn, '  microbatches: 3\n')).documents[0]!.evaluation!.sizing!;

describe('band-line', () => {
  it('says what the band comes from, largest first, and what would narrow it', () => {
    const line = bandLine(sizingOf('{ workers: 4, batchSize: 256 }', '{ workers: 1 }'));
    assert.match(
      line,
      /^the gain's 90 % band comes from attention times \d+ %, FFN times \d+ %, .*; measured attention times would narrow it most$/,
    );
    const shares = [...line.matchAll(/([\d.]+) %[,;]/g)].map(([, share]) => Number(share));
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => b - a),
    );
  });

  it('is empty where nothing is better', () => {
    const best = sizingOf('{ workers: 4, batchSize: 256 }', '{ workers: 1 }').best!.pools;
    const optimal = sizingOf(`{ workers: ${best.attention}, batchSize: 256 }`, '{ workers: 1 }');
    assert.equal(optimal.best, undefined);
    assert.deepEqual([bandLine(optimal), alternativesLine(optimal)], ['', '']);
  });

  it('lists the other ways with their band and their workers', () => {
    const sizing = sizingOf('{ workers: 8, batchSize: 256 }', '{ workers: 4 }');
    assert.ok(sizing.recommendations.length > 1);
    const line = alternativesLine(sizing);
    assert.match(line, /^also: \d+A:\d+F, \d+ workers, \+[\d.]+ % \(\+[\d.]+ to \+[\d.]+ %\)/);
    assert.equal(line.split(';').length, sizing.recommendations.length - 1);
  });
});
