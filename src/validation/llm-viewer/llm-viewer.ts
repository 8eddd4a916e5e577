import type { Outcome, ReferenceRow, TableRule, ValidationSystem } from '../system.js';
import { opAnswers, opColumns, totalColumns } from './answers.js';
import { flashCorrected } from './bookkeeping.js';
import { differences } from './differences.js';
import { generateSeconds } from './generate.js';
import { generateRequest, stageRequest } from './row.js';
import { stageOf } from './stage.js';

/** The reference is rounded to 12 significant digits: what is left beyond 1e-9 would be a difference of the models. */
const tolerance = 1e-9;

function table(section: string, ...answers: string[]): TableRule {
  return { file: 'llm-viewer.json', section, answers, alsoAnswers: [], where: {}, tolerance: () => tolerance };
}

/** One stage of the tool as published at 472f71f1. */
function simulateRow(row: ReferenceRow): Outcome {
  const asked = stageRequest(row);
  if (typeof asked === 'string') return { kind: 'not-modelled', reason: asked };
  const stage = stageOf(asked.request, asked.lengths.stage, asked.lengths.tokens);
  return { kind: 'simulated', answers: { totals: totalColumns(stage), ops: opAnswers(stage) } };
}

/** One prompt and its answer, without flash attention. */
function simulateGenerateRow(row: ReferenceRow): Outcome {
  const asked = generateRequest(row);
  if (typeof asked === 'string') return { kind: 'not-modelled', reason: asked };
  return { kind: 'simulated', answers: { inference_time: generateSeconds(asked.request, asked.lengths.promptTokens, asked.lengths.outputTokens) } };
}

/** One stage with flash attention as corrected at df2cba90. */
function simulateFlashRow(row: ReferenceRow): Outcome {
  const asked = stageRequest(row);
  if (typeof asked === 'string') return { kind: 'not-modelled', reason: asked };
  const stage = stageOf(asked.request, asked.lengths.stage, asked.lengths.tokens, flashCorrected);
  const fused = stage.layer.get('fused_attention');
  if (fused === undefined) return { kind: 'not-modelled', reason: 'flash is false: there is no fused attention to correct' };
  return { kind: 'simulated', answers: { totals: totalColumns(stage), fused_attention: opColumns(fused) } };
}

/**
 * LLM-Viewer (Yuan et al., "LLM Inference Unveiled: Survey and Roofline Model Insights", 2024; hahnyuan/LLM-Viewer @472f71f1): a roofline of 16
 * ops. Our graph and our counts, its bookkeeping.
 */
export const llmViewer: ValidationSystem = {
  name: 'llm-viewer',
  summary: 'LLM-Viewer, a roofline model of LLM inference on GPUs: our op graph and work counts under its bookkeeping',
  tables: [table('rows', 'totals', 'ops'), table('generate_rows', 'inference_time'), table('flash_corrected_rows', 'totals', 'fused_attention')],
  fidelities: ['roofline'],
  simulate(section, row) {
    switch (section) {
      case 'rows': return simulateRow(row);
      case 'generate_rows': return simulateGenerateRow(row);
      case 'flash_corrected_rows': return simulateFlashRow(row);
      default: return { kind: 'not-modelled', reason: `LLM-Viewer has no section "${section}"` };
    }
  },
  differences,
};
