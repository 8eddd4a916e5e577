import { passCost } from '../../arch/bit-serial/published/pass-cost.js';
import { productCost } from '../../arch/bit-serial/published/product-cost.js';
import { productsOf } from '../../arch/bit-serial/published/products.js';
import type { Outcome, ReferenceRow, ValidationSystem } from '../system.js';
import { differences } from './differences.js';
import { layerRequest, passRequest } from './row.js';

/** Energies of the table are rounded to 1e-3 uJ; counts are exact. */
const energyTolerance = 1e-5;

/**
 * The released simulator of BitMoD (Chen et al., HPCA 2025; abdelfattah-lab/BitMoD-HPCA-25), in the version that made the figures and in the later one: our
 * shapes and counts with the choices of each version switched on.
 */
export const bitmod: ValidationSystem = {
  name: 'bitmod',
  summary: 'the released simulator of BitMoD, as published and as corrected later: cycles, tiles, DRAM bytes and energies of FP16, ANT, OliVe and BitMoD arrays',
  fidelities: ['analytic'],
  tables: [
    {
      file: 'bitmod.json', section: 'rows',
      answers: ['cycles_total', 'cycles_compute', 'cycles_dram_sum', 'tiles', 'dram_bytes_weight', 'dram_bytes_input', 'dram_bytes_output', 'energy_uJ'],
      alsoAnswers: ['speedup_vs_fp16', 'energy_norm_vs_fp16', 'energy_vs_fp16'], where: {}, tolerance: () => energyTolerance,
    },
    {
      file: 'bitmod.json', section: 'layers', answers: ['tiles', 'cycles_compute', 'cycles_dram', 'bytes_w', 'bytes_i', 'bytes_o', 'fetch_w', 'fetch_i'],
      alsoAnswers: [], where: {}, tolerance: () => 0,
    },
  ],
  simulate: (section, row) => (section === 'rows' ? simulatePass(row) : section === 'layers' ? simulateLayer(row) : { kind: 'not-modelled', reason: `BitMoD's simulator has no section "${section}"` }),
  get differences() {
    return differences();
  },
};

function simulatePass(row: ReferenceRow): Outcome {
  const asked = passRequest(row);
  if (typeof asked === 'string') return { kind: 'not-modelled', reason: asked };
  const { energyPj, ...cost } = passCost(asked.model, asked.accelerator, asked.precision, asked.pass, asked.options, asked.array);
  const microjoules = (picojoules: number | null): number | null => (picojoules === null ? null : picojoules / 1e6);
  return {
    kind: 'simulated',
    answers: {
      cycles_total: cost.cycles, cycles_compute: cost.computeCycles, cycles_dram_sum: cost.dramCycles, tiles: cost.tiles,
      dram_bytes_weight: cost.dramBytes.weights, dram_bytes_input: cost.dramBytes.inputs, dram_bytes_output: cost.dramBytes.outputs,
      energy_uJ: {
        pe: microjoules(energyPj.pe), sram_read: microjoules(energyPj.sramRead), sram_write: microjoules(energyPj.sramWrite),
        onchip: microjoules(energyPj.onchip), dram: microjoules(energyPj.dram), total: microjoules(energyPj.total),
      },
    },
  };
}

function simulateLayer(row: ReferenceRow): Outcome {
  const asked = layerRequest(row);
  if (typeof asked === 'string') return { kind: 'not-modelled', reason: asked };
  const product = productsOf(asked.model, asked.pass, asked.options).find(({ name }) => name === asked.product);
  if (product === undefined) return { kind: 'not-modelled', reason: `${asked.model.name} has no layer ${asked.product}` };
  const cost = productCost(product, asked.accelerator, asked.array, asked.precision, asked.options);
  return {
    kind: 'simulated',
    answers: {
      tiles: cost.tiles, cycles_compute: cost.computeCycles, cycles_dram: cost.dramCycles, bytes_w: cost.weightBytes, bytes_i: cost.inputBytes, bytes_o: cost.outputBytes,
      fetch_w: cost.weightFetches, fetch_i: cost.inputFetches,
    },
  };
}
