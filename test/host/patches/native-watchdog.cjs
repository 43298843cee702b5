/** In place of a native module that is not built: nothing has to be watched in a test. */
exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
