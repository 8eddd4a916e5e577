import type { StudyInput } from '../../schema/study.js';

/** A systolic array of one's own beside LPDDR4: how large, which dataflow, which buffers. Latency of a short request against its energy, on at most 60 mm². */
export const systolicStudy: StudyInput = {
  kind: 'study', name: 'systolic-28nm',
  description: 'Llama-2-7B in INT8 on a systolic array in 28 nm beside 51.2 GB/s of LPDDR4: latency of a request against energy within an area',
  experiment: {
    kind: 'experiment', name: 'systolic-28nm',
    workload: { model: 'llama-2-7b', quantization: 'int8', scenario: { promptTokens: 128, outputTokens: 32 } },
    architecture: {
      family: 'systolic',
      device: {
        name: 'asic-28nm', type: 'asic', memories: { dram: { capacity: '16 GiB', bandwidth: '51.2 GB/s', channels: 4 } },
        sources: ['JEDEC JESD209-4: LPDDR4 at 3200 Mbit/s a pin on four channels of 32 bits, 51.2 GB/s together; capacity and number of channels are a choice'],
      },
      parameters: {
        clock: '700 MHz', rows: 128, columns: 128, dataflow: 'output-stationary',
        buffers: { weights: { kib: 1024 }, activations: { kib: 24576 }, outputs: { kib: 128 } },
        vectorLanes: 128, memory: { channels: 4, efficiency: 0.8 },
        technology: { nodeNm: 28, library: 'aladdin-40', dram: 'LPDDR4' }, options: { ignoreLogicStaticPower: true },
      },
      sources: {
        '/parameters/clock': { quality: 'assumed', source: 'the clock of TPU v1, a systolic INT8 array in 28 nm (Jouppi et al., ISCA 2017)' },
        '/parameters/memory/efficiency': { quality: 'assumed', source: 'share of the DRAM peak that long bursts reach' },
        '/parameters/technology/library': { quality: 'assumed', source: 'the one library that has areas and energies of adders, multipliers and registers' },
      },
    },
  },
  parameters: [
    { path: 'architecture.parameters.rows', values: [16, 32, 64, 128, 256] },
    { path: 'architecture.parameters.columns', values: [16, 32, 64, 128, 256] },
    { path: 'architecture.parameters.dataflow', values: ['output-stationary', 'weight-stationary', 'input-stationary'] },
    { name: 'weightsKib', path: 'architecture.parameters.buffers.weights.kib', values: [128, 256, 512, 1024, 2048] },
    { name: 'activationsKib', path: 'architecture.parameters.buffers.activations.kib', values: [4096, 8192, 16384, 24576, 32768] },
    { name: 'outputsKib', path: 'architecture.parameters.buffers.outputs.kib', values: [32, 64, 128, 256, 512] },
    { path: 'architecture.parameters.vectorLanes', values: [16, 32, 64, 128, 256] },
  ],
  objectives: [
    { name: 'latency', metric: 'totals.latencySeconds', direction: 'minimise', unit: 's' },
    { name: 'energy', metric: 'totals.energyJoules', direction: 'minimise', unit: 'J' },
  ],
  constraints: [{ name: 'area', metric: 'area.totalMm2', atMost: 60 }],
  metrics: ['phases.decode.computeUtilization', 'phases.decode.dramUtilization'],
};
