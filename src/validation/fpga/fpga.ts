import { InputError } from '../../sim/core/diagnostics.js';
import type { Fidelity } from '../../sim/model/architecture.js';
import type { Outcome, ReferenceRow, ValidationSystem } from '../system.js';
import { accLlm } from './acc-llm.js';
import { none } from './answer.js';
import { dfx } from './dfx.js';
import { edgeLlm } from './edge-llm.js';
import { flexLlm } from './flex-llm.js';
import { gpuStack } from './gpu-stack.js';
import { llamaFpga } from './llama-fpga.js';
import { memoryFigure } from './memories.js';
import { reasonFor } from './reasons.js';
import { fpgaRow, type FpgaRow } from './row.js';
import { terefficRow } from './tereffic-rows.js';

/** Other FPGA systems for language models, the GPUs that they are compared with, and the memories that they rest on. */
export const fpga: ValidationSystem = {
  name: 'fpga',
  summary: 'other FPGA systems (llama-fpga, EdgeLLM, FlexLLM, AccLLM, DFX, TerEffic, ...) and the GPUs beside them, from published organisation and measured bandwidth',
  fidelities: ['analytic'],
  tables: [{
    file: 'fpga.json', section: 'rows', answers: ['value'], alsoAnswers: [], where: {},
    whereNot: { system: ['FlightLLM (its own simulator)', 'FlightLLM', 'RTL anchor (yosys)'] },
    tolerance: () => 0.2,
  }],
  simulate: (_section, row, fidelity) => simulateRow(row, fidelity),
  differences: [
    {
      what: 'a decode step of one sequence in eager PyTorch or vLLM 0.1.7 waits for the host, not for the card',
      size: '691 and 350 us a layer, each fitted on one case; an A100 alone would give 134 token/s for Llama-2-7B in FP16, where 45 and 89 are measured',
    },
    {
      what: 'EdgeLLM publishes 75 % of the HBM bandwidth; 2048 weights of 4 bits a cycle at 280 MHz, with scales, are 64 % of it',
      size: '345 against 296 GB/s',
    },
    {
      what: 'boards, simulations, projections and published ratios are one table: the first word of a note is the basis of its row',
      size: '`errorsByBasis` has counts and mean errors of each basis by itself',
    },
  ],
};

const systems: readonly (readonly [RegExp, (row: FpgaRow, fidelity: Fidelity) => Outcome])[] = [
  [/vllm|pytorch|^gpu/i, gpuStack],
  [/edgellm/i, edgeLlm],
  [/llama-fpga|^li et al/i, llamaFpga],
  [/tereffic/i, terefficRow],
  [/flexllm/i, flexLlm],
  [/accllm/i, accLlm],
  [/^dfx/i, dfx],
  [/shuhai|hbm subsystem|ddr subsystem|memory benchmark/i, memoryFigure],
];

function simulateRow(reference: ReferenceRow, fidelity: Fidelity): Outcome {
  const row = fpgaRow(reference);
  const answer = systems.find(([pattern]) => pattern.test(row.system))?.[1];
  const outcome = answer === undefined ? none(reasonFor(row)) : legal(() => answer(row, fidelity));
  if (outcome.kind === 'not-modelled') return outcome;
  return { ...outcome, note: `${row.basis === '' ? 'basis unknown' : row.basis}: ${outcome.note ?? ''}` };
}

/** A row may name a request or a clock that no experiment can have. */
function legal(answer: () => Outcome): Outcome {
  try {
    return answer();
  } catch (error) {
    if (error instanceof InputError) return none(`the configuration of the row is no experiment: ${error.message}`);
    throw error;
  }
}
