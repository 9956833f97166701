// Writes what a release consists of to out/release: the content of the npm package, and what GitHub Actions and
// pre-commit read at a tag. Nothing of it needs a build or another package. CONTRIBUTING.md says how it is published.
// Usage: node tools/make-release.mjs   (after: node tools/build.mjs)
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentsOf, problemsOfDist } from './build/contents.mjs';

/** What package.json says of the program; the rest of it is about the extension and its development. */
const kept = ['name', 'version', 'description', 'license', 'homepage', 'repository', 'bugs', 'keywords', 'bin'];

/** In the release beside the content of the npm package. */
const forCi = ['.pre-commit-hooks.yaml', 'action.yml', 'ci'];

const problems = problemsOfDist();
if (problems.length > 0) throw new Error(problems.join('\n'));
const folder = join('out', 'release');
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const contents = contentsOf('npm');
rmSync(folder, { recursive: true, force: true });
for (const path of [...contents, ...forCi]) cpSync(path, join(folder, path), { recursive: true });
const trimmed = {
  ...Object.fromEntries(kept.map((key) => [key, manifest[key]])),
  engines: { node: manifest.engines.node },
  // The rest of the release is for others, and each folder has only what is for npm.
  files: [...new Set(contents.map((path) => path.split('/')[0]))],
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(trimmed, undefined, 2)}\n`);
console.log(`out/release: ${manifest.name} ${manifest.version}, ${contents.length} files of the npm package`);
