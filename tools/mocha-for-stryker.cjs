// Stryker's runner asks for mocha's modules without their ending, which since mocha 12 is .cjs.
require.extensions['.cjs'] = require.extensions['.js'];
