import type { AnalysedFile } from '../../../server/src/analysis/analysis';
import { compareFiles, type DeploymentDiff, type DiffReport } from '../../../server/src/cli/diff/diff-report';
import { defaultFileSettings } from '../../../server/src/configuration/file-settings';
import type { Inputs } from '../../../server/src/evaluation/inputs';
import { analyse } from '../../analysis/analysed';

/** A file with its analysis. */
export function analysed(text: string, file = 'deploy/chat.afd.yaml', inputs?: Inputs): AnalysedFile {
  return { file, text, analysis: analyse(text, inputs), settings: defaultFileSettings };
}

/** The one difference between two texts of a file. */
export function difference(before: string | undefined, after: string | undefined, inputs?: Inputs): DeploymentDiff {
  const sides = [before, after].map((text) => (text === undefined ? undefined : analysed(text, undefined, inputs)));
  const [only, ...more] = compareFiles(sides[0], sides[1]);
  if (!only || more.length > 0) throw new Error(`${more.length + (only ? 1 : 0)} differences`);
  return only;
}

/** A report against a revision. */
export function reportOf(...deployments: readonly DeploymentDiff[]): DiffReport {
  return { base: { name: 'origin/main', commit: '0123456789abcdef0123456789abcdef01234567' }, deployments };
}
