import type { TextRange } from '../text/text-range';
import type { Deployment, Pool } from './deployment';
import type { Fact } from './fact';

/** Where this file states a fact; where the deployment is, if another file states it or none does. */
export function placeHere({ factsRange }: Pick<Deployment, 'factsRange'>, fact: Fact<unknown> | undefined): TextRange {
  return fact && fact.file === undefined ? fact.site : factsRange;
}

/** Where this file states the size of a pool, be it in a copy; undefined where only others do. */
export function poolPlaceHere({ size, copies }: Pool): TextRange | undefined {
  return [size, ...copies.map(({ fact }) => fact)].find(({ file }) => file === undefined)?.site;
}
