/** In place of the native logger, which is not built when install scripts are off: without it no log file exists. */
/* eslint-disable @typescript-eslint/no-require-imports -- VS Code loads this file as CommonJS. */
const fs = require('node:fs');
const path = require('node:path');

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.level = 2;
    this.plain = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }
  write(label, message) {
    const line = this.plain ? message : `${new Date().toISOString()} [${label}] ${message}\n`;
    try {
      fs.appendFileSync(this.file, line);
    } catch {
      // The folder was deleted while the process was ending.
    }
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.plain = true;
  }
  setPattern() {}
  flush() {}
  drop() {}
}
['trace', 'debug', 'info', 'warn', 'error', 'critical'].forEach((label, level) => {
  Logger.prototype[label] = function (message) {
    if (level >= this.level) this.write(label, message);
  };
});

const create = async (name, file) => new Logger('rotating', name, file);
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
