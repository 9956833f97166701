// Packages the extension, checks size and content, installs the package in the npm-borne workbench and uses it there, in a
// window that knows nothing of this repository.
// Usage: node tools/package-check.mjs [--output FILE.vsix]   (after: node tools/build.mjs)
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import vsce from '@vscode/vsce';
import { contentsOf, differences, problemsOfDist } from './build/contents.mjs';
import { repositoryRoot } from './vscode/paths.mjs';
import { useExtension } from './vscode/sweep-panel-check.mjs';
import { closeOnSignals } from './vscode/workbench.mjs';

const sizeLimit = 1_000_000;

/** What the tool that packs calls some files, and what it adds. */
const renamed = { 'CHANGELOG.md': 'changelog.md', LICENSE: 'LICENSE.txt', 'README.md': 'readme.md' };
const added = ['[Content_Types].xml', 'extension.vsixmanifest'];

const { values } = parseArgs({ options: { output: { type: 'string' } } });
closeOnSignals();
const scratch = mkdtempSync(join(tmpdir(), 'afd-lens-package-'));
const vsix = resolve(values.output ?? join(scratch, 'afd-lens.vsix'));
const problems = [];
try {
  await pack();
  // With everything else that can be seen there, since each window takes its time to start.
  await useExtension({ vsix }).catch((error) => problems.push(`installed: ${error.stack}`));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const problem of problems) console.error(`package: ${problem}`);
console.log(problems.length === 0 ? 'package: good' : `package: ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

async function pack() {
  await vsce.createVSIX({ cwd: repositoryRoot, packagePath: vsix, dependencies: false });
  const { size } = statSync(vsix);
  const files = filesOf(readFileSync(vsix));
  for (const file of files) console.log(`  ${file}`);
  console.log(`${files.length} files, VSIX of ${(size / 1000).toFixed(0)} kB`);
  if (size > sizeLimit) problems.push(`${size} bytes, more than ${sizeLimit}`);
  // What goes in is chosen by .vscodeignore.
  const expected = [...contentsOf('extension').map((path) => renamed[path] ?? path), ...added];
  problems.push(...problemsOfDist(), ...differences(expected, files));
}

/** The paths in a zip archive, from its central directory, without the folder `extension/` that everything stands in. */
function filesOf(zip) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  const files = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = zip.readUInt16LE(at + 28);
    files.push(zip.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return files.map((file) => file.replace(/^extension\//, '')).sort();
}
