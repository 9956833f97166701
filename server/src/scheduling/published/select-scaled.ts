import type { SelectBatch } from './candidates';
import { dynamicProgram } from './dynamic-program';

/** Share of M that rounding may waste. */
const waste = 0.1;

/**
 * The dynamic program in units of max(1, floor(waste M/K)) tokens, for one run: what it finds always fits, and its F is at
 * most the smallest one within (1 - waste) M. O(n K^2/waste).
 */
export function scaledSelector(): SelectBatch {
  return dynamicProgram((room, limit) => Math.max(1, Math.floor((waste * room) / limit)));
}
