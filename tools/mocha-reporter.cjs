// Mocha's dot reporter, which also writes the run's counts to out/core-results.json, or to the file of its option `file`.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    const { file = 'out/core-results.json' } = options.reporterOptions ?? {};
    runner.on('end', () => writeFileSync(file, JSON.stringify({ stats: this.stats })));
  }
};
