import type { AfdDeploymentPath } from '../generated/key-paths';

/** The keys of a path in a native manifest, from the root down. */
export function manifestKeys(path: AfdDeploymentPath): readonly string[] {
  return path.split('.');
}
