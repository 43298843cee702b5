/** The loss curves of a run, in bounded memory. */
import type { CurvePoints, Curves } from '../protocol/run';

/** Most points kept of one curve. */
export const MAX_CURVE_POINTS = 4096;

const NO_POINTS: CurvePoints = { steps: new Float64Array(0), losses: new Float64Array(0) };
export const NO_CURVES: Curves = { train: NO_POINTS, validation: NO_POINTS };
