import type { StudyInput } from '../../schema/study.js';

/** Bit-serial tiles on an FPGA: how many, of what shape, with which buffers and channels. Decode and prefill within the fabric of an Alveo U280. */
export const bitSerialStudy: StudyInput = {
  kind: 'study', name: 'bit-serial-tiles',
  description: 'Llama-2-7B in BitMoD FP4 on bit-serial tiles of an Alveo U280: time of a token against time to the first one, within its LUTs, DSP blocks and memories',
  experiment: {
    kind: 'experiment', name: 'bit-serial-tiles',
    workload: {
      model: 'llama-2-7b',
      quantization: { name: 'bitmod4-kv8', weights: 'bitmod4', activations: 'fp16', kvCache: 'int8', source: 'BitMoD, HPCA 2025, section IV-B' },
      scenario: { promptTokens: 128, outputTokens: 128 },
    },
    architecture: {
      family: 'bit-serial', device: 'u280',
      parameters: {
        clock: '200 MHz', tiles: { rows: 4, columns: 1 }, pes: { rows: 8, columns: 8 },
        buffers: { weights: { kib: 512, primitive: 'uram' }, activations: { kib: 512, primitive: 'bram' } },
        vectorLanes: 32, memory: { channels: 16, efficiency: 0.8 },
      },
      sources: {
        '/parameters/clock': { quality: 'assumed', source: 'a clock that UltraScale+ designs of this kind reach; the published PE runs at 1 GHz in 28 nm' },
        '/parameters/memory/efficiency': { quality: 'assumed', source: 'share of the HBM peak that long bursts reach' },
      },
    },
  },
  parameters: [
    { name: 'tileRows', path: 'architecture.parameters.tiles.rows', values: [1, 2, 4, 6, 8] },
    { name: 'tileColumns', path: 'architecture.parameters.tiles.columns', values: [1, 2, 4] },
    { name: 'peRows', path: 'architecture.parameters.pes.rows', values: [4, 8, 16] },
    { name: 'peColumns', path: 'architecture.parameters.pes.columns', values: [4, 8, 16] },
    { name: 'weightsKib', path: 'architecture.parameters.buffers.weights.kib', values: [128, 256, 512, 1024] },
    { name: 'activationsKib', path: 'architecture.parameters.buffers.activations.kib', values: [128, 256, 512, 1024] },
    { path: 'architecture.parameters.vectorLanes', values: [8, 16, 32, 64] },
    { path: 'architecture.parameters.memory.channels', values: [4, 8, 16, 32] },
  ],
  objectives: [
    { name: 'token time', metric: 'totals.secondsPerOutputToken', direction: 'minimise', unit: 's' },
    { name: 'first token', metric: 'totals.firstTokenSeconds', direction: 'minimise', unit: 's' },
  ],
  metrics: ['resources.lut.used', 'phases.decode.dramUtilization'],
};
