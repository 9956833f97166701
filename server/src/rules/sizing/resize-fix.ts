import type { Deployment } from '../../manifest/deployment';
import { isExactResize } from '../../manifest/exact-resize';
import { type PoolSizes, type Resize, resizes } from '../../manifest/resize';
import type { Fix, Subject } from '../rule';

/** The ways to give a deployment these pools, each proved by reading the edited text again; the first may be preferred. */
export function resizeFixes(
  subject: Subject,
  deployment: Deployment,
  pools: PoolSizes,
  titleOf: (resize: Resize) => string,
  preferred = false,
): readonly Fix[] {
  return resizes(deployment, pools)
    .filter((resize) => isExactResize(subject, deployment, pools, resize))
    .map((resize, variant) => ({
      title: `${titleOf(resize)}${resize.how}`,
      preferred: preferred && variant === 0,
      cosmetic: false,
      edits: resize.edits,
      elsewhere: resize.elsewhere,
    }));
}
