// Mocha's dot reporter, which also writes the run's counts to out/core-results.json.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    runner.on('end', () => writeFileSync('out/core-results.json', JSON.stringify({ stats: this.stats })));
  }
};
