import { ownBookkeeping, releasedBookkeeping } from '../arch/shift-add/energy/bookkeeping.js';
import { layersEnergy, operationEnergy, type LayerMethod, type LayersEnergy } from '../arch/shift-add/energy/layers.js';
import { configOf } from './row-config.js';
import type { OperationKind } from '../arch/shift-add/energy/operation.js';
import { releasedLayers, type LayerBits } from './shiftaddllm/model-layers.js';
import type { Outcome, ReferenceRow, ValidationSystem } from './system.js';

/** The released energy script of ShiftAddLLM (You et al., NeurIPS 2024): single operations and whole models under its bookkeeping. */
export const shiftaddllm: ValidationSystem = {
  name: 'shiftaddllm',
  summary: 'ShiftAddLLM: energy and latency of operations and models from its released tiling search, under its bookkeeping',
  fidelities: ['analytic'],
  tables: [{
    file: 'lut.json', section: 'published', answers: ['value'], alsoAnswers: [], where: { system: ['ShiftAddLLM energy model', 'ShiftAddLLM'] }, tolerance: () => 0.001,
  }],
  simulate: (_section, row) => simulateRow(row),
  differences: [
    { what: 'additions, products of activations and look-ups move nothing outside the array, binary weights are never read, activations are as narrow as the weights', size: 'Llama-2-7B with 3-bit weights takes 218.6 mJ a token under this bookkeeping and 406.3 under ours; in FP16 1563 and 1490' },
    { what: 'additions are a pass of their own; shifts take 10/32 of a cycle; below 16 bits the array has four times the PEs', size: 'OPT-125M in FP16 takes 11.0 ms a token under this bookkeeping and 2.6 under ours' },
    { what: 'tiles of more than 16 outputs in a register are filtered while their list is walked, so that every second one stays', size: 'OPT-125M with dequantised 3-bit weights takes 0.01 % more; the given rows do not change' },
    { what: 'keys and values are as wide as queries in Llama 1 and 2 and an eighth of that in Llama 3', size: 'Llama-3-8B has a quarter, Llama-2-70B an eighth' },
    { what: 'seconds are printed as milliseconds', size: '1000 times; the table has seconds' },
  ],
};

const operations: Readonly<Record<string, OperationKind>> = { FC: 'multiply', Add: 'add', Mult: 'gate', Shift: 'shift', LUT: 'look-up' };
const methods: Readonly<Record<string, LayerMethod>> = { fp: 'float', gptq: 'dequantized', lut: 'tables', shiftaddllm: 'shifted-tables' };

function simulateRow(row: ReferenceRow): Outcome {
  const config = configOf(row);
  const metric = String(row['metric']);
  if (row['system'] === 'ShiftAddLLM') return { kind: 'not-modelled', reason: claimReason(metric, config) };
  if (/^(energy|latency) of selected tiling$/.test(metric)) return operationRow(metric, config);
  if (/^total (energy|latency)$/.test(metric)) return modelRow(metric, config);
  return { kind: 'not-modelled', reason: `the script has no figure called ${metric}` };
}

function operationRow(metric: string, config: Config): Outcome {
  const kind = operations[String(config['op'])];
  const [batch, inputs, outputs, weightBits] = [whole(config['batch']), whole(config['inC']), whole(config['outM']), whole(config['wbits'])];
  if (kind === undefined || batch === null || inputs === null || outputs === null || weightBits === null) return { kind: 'not-modelled', reason: 'the row does not give an operation with its shape and its bits' };
  return answer(metric, operationEnergy({ kind, shape: { batch, inputs, outputs }, weightBits }, releasedBookkeeping), 'one operation with the tiling that the released search chooses');
}

function modelRow(metric: string, config: Config): Outcome {
  const method = methods[String(config['quant'])];
  const bits: LayerBits | null = config['wbits'] === 'mix' ? 'mix' : whole(config['wbits']);
  if (method === undefined || bits === null) return { kind: 'not-modelled', reason: 'the row does not give a method and the bits of its weights' };
  const layers = releasedLayers(String(config['model']), method, bits);
  if (layers === null) return { kind: 'not-modelled', reason: `the catalogue has no model ${JSON.stringify(config['model'])}` };
  const own = layersEnergy(layers, ownBookkeeping);
  const note = `one token, layers of the catalogue's model; under our own bookkeeping ${own.energyMillijoules.toPrecision(4)} mJ and ${(own.seconds * 1e3).toPrecision(4)} ms`;
  return answer(metric, layersEnergy(layers, releasedBookkeeping), note);
}

function answer(metric: string, { energyMillijoules, seconds }: LayersEnergy, note: string): Outcome {
  return { kind: 'simulated', answers: { value: /energy/.test(metric) ? energyMillijoules : seconds }, note };
}

/** Rows of the paper and of a note on it: a bound, and energies whose work is not stated. */
function claimReason(metric: string, config: Config): string {
  const bits = typeof config['bits'] === 'string' || typeof config['bits'] === 'number' ? `at ${config['bits']} bits` : 'at no stated bits';
  if (/claimed/.test(metric)) return `a bound for no stated model ("more than") ${bits}: the released script saves 86 to 89 % for OPT-66B and Llama-2-7B and 60 % for OPT-125M with 3 bits; our own bookkeeping 73 % for Llama-2-7B`;
  return `${metric} of ${String(config['model'])} ${bits}: the note does not say for how many tokens or which layers; the released script gives 15.5 J for a token in FP16 and 2.0 J with 3 bits`;
}

type Config = Readonly<Record<string, unknown>>;

function whole(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : null;
}
