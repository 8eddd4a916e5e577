import { lazily } from '../../sim/core/lazily.js';
import type { Program, ProgramTask, Step } from '../../sim/model/program.js';
import { appendSteps } from './program/append.js';
import { attentionSteps } from './program/attention.js';
import type { Core } from './program/core.js';
import { linearSteps } from './program/linear.js';
import { embeddingSteps, rowSteps } from './program/rows.js';
import { channelsOf, units } from './program/units.js';

/**
 * The compiler of this family: one task of a pass as the instructions of one core (LD, ST, MM, MV, MISC, SYS; FlightLLM, FPGA 2024, section 5, and the
 * instruction generator of its release). All cores run the same program on their share of each instruction, so that ticks are those of `coreCyclesPerSecond`.
 * The README of the family derives the sequences.
 */
export function dspChainProgram(core: Core): (task: ProgramTask) => Program {
  const [matrix, vector] = core.tiled.modes;
  // A search that runs no program does not pay for its channels.
  const channels = lazily(() => channelsOf(matrix!.fillCycles, vector!.fillCycles));
  return (task) => ({ units, channels: channels(), ports: [], steps: stepsOf(core, task) });
}

function stepsOf(core: Core, task: ProgramTask): Step[] {
  const { op } = task;
  switch (op.kind) {
    case 'linear': return linearSteps(core, task, op);
    case 'scores': case 'values': return attentionSteps(core, task, op);
    case 'cache-append': return appendSteps(core, task, op);
    case 'embedding': return embeddingSteps(core, task, op);
    case 'norm': case 'softmax': case 'rope': case 'activation': case 'multiply': case 'add': return rowSteps(core, task, op);
  }
}
