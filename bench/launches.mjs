// Times the analysis of launches against that of native manifests with as many lines, and the content test against both,
// in one run, and prints ratios. Usage: node bench/launches.mjs   (after: node tools/build.mjs --tests)
import { performance } from 'node:perf_hooks';
import { Analyzer } from '../out/server/src/analysis/analyze.js';
import { defaultFileSettings } from '../out/server/src/configuration/file-settings.js';
import { mayCarryLaunch } from '../out/server/src/manifest/launches/launch-marks.js';
import { launchDeployments } from '../out/test/protocol/launch-manifests.js';
import { manyDocuments } from './generate-manifest.mjs';

const inputs = { trace: () => ({ kind: 'missing', path: '' }), profile: () => ({ kind: 'missing', path: '' }) };
const settings = {
  ...defaultFileSettings,
  defaults: {
    latencyProfile: { value: 'ascend-910c-deepseek-v3', from: 'bench' },
    workload: {
      value: { statistics: { distribution: 'geometric', meanPrefill: 100, meanDecode: 500 } },
      from: 'bench',
    },
  },
};

/** Pairs of Deployments that belong together two by two, each with a port of its own. */
function pairs(count) {
  return Array.from({ length: count }, (_, index) => launchDeployments().replaceAll('1239', `${1239 + index}`)).join(
    '---\n',
  );
}

/** A script of a launch behind `lines` ordinary lines. */
function script(lines) {
  const filler = Array.from({ length: lines }, (_, index) => `export SETTING_${index}="value $HOME/${index}"`).join(
    '\n',
  );
  const command = launchDeployments().split('- |\n')[1].split('          resources')[0].replaceAll(/^ +/gm, '');
  return `#!/bin/bash\n${filler}\n${command}`;
}

/** Median milliseconds of one keystroke: the text changes inside a number each time. */
function keystroke(text, analyze) {
  const at = text.lastIndexOf('256') + 3;
  const times = [];
  for (let run = 0; run < 40; run++) {
    const typed = text.slice(0, at) + (run % 10) + text.slice(at);
    const begin = performance.now();
    analyze(typed);
    times.push(performance.now() - begin);
  }
  return times.slice(10).sort((a, b) => a - b)[15];
}

const analysis = (share) => {
  const analyzer = new Analyzer(() => {});
  return (text) =>
    analyzer.analyze(text, inputs, settings, Date.now(), share).documents.flatMap(({ findings }) => findings);
};

const rows = [
  ['one pair of Deployments', launchDeployments()],
  ['ten pairs', pairs(10)],
  ['a script of 200 lines', script(200)],
];
console.log('| | lines | keystroke, ms | native, ms | ratio | content test, ms |\n|---|---:|---:|---:|---:|---:|');
for (const [label, text] of rows) {
  const lines = text.split('\n').length;
  const launched = keystroke(text, analysis('declared'));
  const native = keystroke(manyDocuments(Math.max(20, lines)), analysis('all'));
  const test = keystroke(text, mayCarryLaunch);
  const cells = [launched.toFixed(2), native.toFixed(2), (launched / native).toFixed(1), test.toFixed(3)];
  console.log(`| ${label} | ${lines} | ${cells.join(' | ')} |`);
}
