import { textOf } from '../row-config.js';
import type { Examples } from '../flightllm/experiments.js';
import type { Outcome, ReferenceRow, ValidationSystem } from '../system.js';
import { unknown, type Answer, type ClaimModel } from './claim.js';
import { retunedServer } from './retuned-server.js';
import { rewoo, skippedLayers, tokenSaving } from './counts.js';
import { mixpe } from './mixpe.js';
import { codeModelMemory, edkm, int21Size, llmInt8, shiftAddLlm, spectra } from './model-sizes.js';
import { printedFigure } from './printed-data.js';
import { agileQuant, kvPrediction, llmCad } from './served.js';
import { abq, awq, liteLlm4Rec, lmInfinite, mobileQuant, smoothQuantPlus, spqr } from './speeds.js';
import { int21Memory, mos, perp, qlora, zero } from './training-memory.js';

/** Headline claims of papers, each judged by its kind. `examples` gives the texts of the bundled experiments. */
export function claims(examples: Examples): ValidationSystem {
  return {
    name: 'claims',
    summary: 'headline claims of quantisation, fine-tuning and inference papers: sizes and counts are judged, speed-ups and maxima are range checks, accuracies are repeated',
    fidelities: ['analytic'],
    tables: [{ file: 'seed-claims.json', section: 'rows', answers: ['value'], alsoAnswers: [], where: {}, tolerance: (row) => (row['kind'] === 'within' && typeof row['tolerance'] === 'number' ? row['tolerance'] : 0) }],
    simulate: (_section, row) => outcomeOf(row, modelsOf(examples)),
    differences: [
      { what: 'a speed-up or a maximum is of cases and software that are mostly not published: ours is one stated case, shown beside the claim and counted as input', size: 'each note says the case; where it gives two figures, the least and the most' },
      { what: 'SpQR\'s speed-up is one of PyTorch calling every kernel', size: 'kernels alone would give 1.7' },
    ],
  };
}

/** The models by system. A system with claims of several kinds looks at the metric. */
function modelsOf(examples: Examples): Readonly<Record<string, ClaimModel>> {
  return {
    'eDKM': edkm,
    'INT2.1': (metric) => (/memory/.test(metric) ? int21Memory(metric) : /bits|size/.test(metric) ? int21Size() : unknown(`no figure for ${metric}`)),
    'QLoRA': qlora,
    'LLM.int8()': llmInt8,
    'SpQR': spqr,
    'SmoothQuant+': smoothQuantPlus,
    'AWQ': awq,
    'ABQ-LLM': abq,
    'Quantising code LLMs': codeModelMemory,
    'Spectra': spectra,
    'MobileQuant': mobileQuant,
    'ShiftAddLLM': shiftAddLlm,
    'MixPE': (metric) => mixpe(metric, examples),
    'LM-Infinite': lmInfinite,
    'Dynamic inference for code completion': skippedLayers,
    'Lite-LLM4Rec': liteLlm4Rec,
    'ReWOO': rewoo,
    'G_stack': tokenSaving,
    'ZeRO': zero,
    'PERP': perp,
    'MoS': mos,
    'LLMCad': llmCad,
    'KV Prediction': kvPrediction,
    'KV prediction': kvPrediction,
    'Agile-Quant': agileQuant,
    'vLLM hyperparameters': retunedServer,
  };
}

function outcomeOf(row: ReferenceRow, models: Readonly<Record<string, ClaimModel>>): Outcome {
  const [system, metric] = [textOf(row, 'system'), textOf(row, 'metric')];
  if (row['kind'] === 'data') return asInput(printedFigure(system, metric), '');
  const model = Object.hasOwn(models, system) ? models[system] : undefined;
  const answer = model === undefined ? unknown(`no model of the claims of ${system === '' ? 'no named system' : system}`) : model(metric);
  if (row['kind'] === 'range') return asInput(answer, 'a range check, no agreement: ');
  if ('unknown' in answer) return { kind: 'not-modelled', reason: answer.unknown };
  return { kind: answer.fitted === true ? 'fitted' : 'simulated', answers: { value: answer.value }, note: answer.note };
}

function asInput(answer: Answer, before: string): Outcome {
  return 'unknown' in answer ? { kind: 'not-modelled', reason: answer.unknown } : { kind: 'input', answers: { value: answer.value }, note: before + answer.note };
}
