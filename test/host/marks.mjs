/** Lines by which the suite inside VS Code says that it begins, and that it came to its end (then its counts as JSON). */
export const STARTED = 'UNROLL TESTS STARTED';
export const ENDED = 'UNROLL TESTS ENDED ';
