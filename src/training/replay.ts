import type { CheckpointState } from '../formats/checkpointState';
import type { PreparedRun } from './prepare';
import { Trainer } from './trainer';

/**
 * Trains again, in an engine of its own, from a state of the past to a later step: the same bits as the first time. Yields
 * after each unit of work; abandon it to cancel. Returns the state at that step, before a validation that falls due there.
 */
export function* replay(
  prepared: PreparedRun,
  from: CheckpointState,
  step: number,
): Generator<void, CheckpointState, void> {
  // Its own place in the text: the run it looks back on trains on meanwhile.
  const training = prepared.task.training.copy();
  const config = { ...prepared.config, patience: 0 };
  const past = { ...prepared, config, task: { ...prepared.task, training } };
  const trainer = new Trainer(past, from, { cancelled: () => false, onPass: () => undefined, now: () => 0 });
  try {
    while (trainer.step < step) {
      // A run that was continued after its end ends in between again.
      trainer.start();
      trainer.work();
      yield;
    }
    return { ...trainer.state(), config: prepared.config };
  } finally {
    trainer.engine.dispose();
  }
}
