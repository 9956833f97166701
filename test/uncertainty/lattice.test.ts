import assert from 'node:assert/strict';
import { fewCoordinate, fewPoints, latticeCoordinate, latticeSize } from '../../server/src/uncertainty/lattice';

const coordinates = Array.from({ length: 16 }, (_, coordinate) =>
  Array.from({ length: latticeSize }, (_, point) => latticeCoordinate(point, coordinate)),
);

describe('lattice', () => {
  it('takes every value of a coordinate once', () => {
    for (const values of coordinates) {
      const sorted = [...values].sort((a, b) => a - b);
      for (const [k, value] of sorted.entries()) assert.ok(Math.abs(value - (k + 0.5) / latticeSize) < 1e-12);
    }
  });

  it('relates no two coordinates', () => {
    const uniformVariance = 1 / 12;
    for (const [i, a] of coordinates.entries()) {
      for (const b of coordinates.slice(0, i)) {
        const covariance = a.reduce((sum, value, k) => sum + (value - 0.5) * (b[k]! - 0.5), 0) / latticeSize;
        assert.ok(Math.abs(covariance / uniformVariance) < 0.1, `${covariance / uniformVariance}`);
      }
    }
  });

  it('fills the square of any two coordinates evenly', () => {
    for (const [i, a] of coordinates.entries()) {
      for (const b of coordinates.slice(0, i)) {
        const cells = new Map<number, number>();
        for (const [k, value] of a.entries()) {
          const cell = 4 * Math.floor(4 * value) + Math.floor(4 * b[k]!);
          cells.set(cell, (cells.get(cell) ?? 0) + 1);
        }
        assert.equal(cells.size, 16);
        assert.ok(Math.min(...cells.values()) >= 8, `${[...cells.values()]}`);
      }
    }
  });

  it('has few points that are as even in every coordinate, and relate no two by more than chance', () => {
    assert.equal(fewPoints.length, 32);
    // Those of a comparison.
    const used = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 18, 22, 25, 26, 28];
    const few = used.map((coordinate) => fewPoints.map((point) => fewCoordinate(point, coordinate)));
    for (const [i, a] of few.entries()) {
      const sorted = [...a].sort((x, y) => x - y);
      for (const [k, value] of sorted.entries()) assert.ok(Math.abs(value - (k + 0.5) / 32) < 1e-12);
      for (const b of few.slice(0, i)) {
        const covariance = a.reduce((sum, value, k) => sum + (value - 0.5) * (b[k]! - 0.5), 0) / 32;
        assert.ok(Math.abs(12 * covariance) < 0.38, `${12 * covariance}`);
      }
    }
  });
});
