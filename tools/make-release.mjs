// Writes what a release consists of to out/release: the content of the npm package, and what GitHub Actions and
// pre-commit read at a tag. Nothing of it needs a build or another package. CONTRIBUTING.md says how it is published.
// Usage: node tools/make-release.mjs   (after: node tools/build.mjs)
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './vscode/npm-tarball.mjs';
import { repositoryRoot } from './vscode/paths.mjs';

/** What package.json says of the program; the rest of it is about the extension and its development. */
const kept = ['name', 'version', 'description', 'license', 'homepage', 'repository', 'bugs', 'keywords', 'bin'];

/** In the release beside the files of the npm package, whose list is .npmignore. */
const forCi = ['.npmignore', '.pre-commit-hooks.yaml', 'action.yml', 'ci'];

const folder = join(repositoryRoot, 'out', 'release');
const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
for (const program of Object.values(manifest.bin)) {
  if (!existsSync(join(repositoryRoot, program))) throw new Error(`${program} is missing; run node tools/build.mjs`);
}
const [{ files }] = Object.values(JSON.parse(npm(['pack', '--dry-run', '--json'], repositoryRoot)));
rmSync(folder, { recursive: true, force: true });
for (const path of [...files.map((file) => file.path), ...forCi]) {
  cpSync(join(repositoryRoot, path), join(folder, path), { recursive: true });
}
const trimmed = {
  ...Object.fromEntries(kept.map((key) => [key, manifest[key]])),
  engines: { node: manifest.engines.node },
};
writeFileSync(join(folder, 'package.json'), `${JSON.stringify(trimmed, undefined, 2)}\n`);
console.log(`out/release: ${manifest.name} ${manifest.version}, ${files.length} files of the npm package`);
