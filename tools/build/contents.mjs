// What the two packages consist of: what the build makes for them, and files of the repository.
import { readdirSync } from 'node:fs';
import { bundles, mains } from './bundles.mjs';
import { catalogues, documentsOf } from './catalogues.mjs';

/** Texts at the root. */
const texts = {
  npm: ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'],
  extension: ['CHANGELOG.md', 'LICENSE', 'README.md', 'SECURITY.md', 'package.json'],
};

/** Folders that packages have as they are; files by other names are none of theirs. */
const folders = [
  { folder: 'docs/rules', names: /^(?:AFD\d{3}|README)\.md$/, packages: ['npm', 'extension'] },
  { folder: 'schemas', names: /^[\w-]+\.schema\.json$/, packages: ['npm', 'extension'] },
  { folder: 'client/language', names: /^[\w.-]+\.(?:json|yaml)$/, packages: ['extension'] },
  { folder: 'docs/walkthrough', names: /^\w+\.svg$/, packages: ['extension'] },
  { folder: 'media', names: /^(?:icon\.png|sweep-\w+\.svg)$/, packages: ['extension'] },
];

/** Paths of everything that a package has in it, from the root of the repository. */
export function contentsOf(name) {
  return [
    ...texts[name],
    ...folders
      .filter(({ packages }) => packages.includes(name))
      .flatMap(({ folder, names }) =>
        readdirSync(folder)
          .filter((file) => names.test(file))
          .map((file) => `${folder}/${file}`),
      ),
    ...builtFiles(bundles.filter(({ packages }) => packages.includes(name))),
  ].sort();
}

/** What is wrong with a dist/ that is to be packed, each as a phrase: it must hold what the build writes, and no more. */
export function problemsOfDist() {
  const files = readdirSync('dist', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`);
  return differences(builtFiles(bundles), files).map((problem) => `${problem}; run node tools/build.mjs`);
}

/** Which of the expected paths are missing, and which others there are, each as a phrase. */
export function differences(expected, actual) {
  return [
    ...expected.filter((path) => !actual.includes(path)).map((path) => `${path} is missing`),
    ...actual.filter((path) => !expected.includes(path)).map((path) => `${path} is too much`),
  ];
}

/** The files that come of these bundles, and those that no package goes without. */
function builtFiles(ofBundles) {
  return [
    ...ofBundles.flatMap(({ options }) => outputsOf(options)),
    ...Object.keys(mains).map((name) => `dist/${name}.js`),
    'dist/third-party-notices.txt',
    ...Object.entries(catalogues).flatMap(([name, folder]) =>
      documentsOf(folder).map((document) => `dist/${name}/${document.name}.yaml`),
    ),
  ];
}

function outputsOf({ entryPoints = {}, outdir, outfile }) {
  if (outfile !== undefined) return [outfile];
  return Object.entries(entryPoints).map(
    ([name, source]) => `${outdir}/${name}${source.endsWith('.css') ? '.css' : '.js'}`,
  );
}
