import { block } from '../../../sim/engine/pieces.js';
import type { LinearOp } from '../../../sim/model/op-graph.js';
import type { ProgramTask, Step } from '../../../sim/model/program.js';
import { bitsPerWeight, type WeightFormat } from '../../../sim/model/quantization.js';
import { activationBytes, blocksOf, loads, type Core, type Route, type Side } from './core.js';
import { chain, repeated } from './repeat.js';
import { issue, load } from './units.js';

/** What all tiles of a linear op have in common. */
export interface Linear {
  readonly core: Core;
  readonly task: ProgramTask;
  readonly op: LinearOp;
  readonly side: Side;
  readonly pieces: readonly number[];
  readonly slots: number;
  readonly output: Route | null;
  readonly columnTiles: number;
}

/** In matrix mode a load for each block row of 16; a vector is in its channels. It waits until the array is done with the one before. */
export function leftOperand({ core, task, op, side }: Linear, rows: number, waits: readonly number[] = [side.array], releases: readonly number[] = []): Step[] {
  const { input } = side;
  if (input === null) return [];
  const rowBytes = op.inFeatures * activationBytes(task);
  if (side.inBlockRows) return loads(core, 'input', blocksOf(rows) * block * rowBytes, blocksOf(rows), input.rate, waits, releases);
  return loads(core, 'input', rows * rowBytes, Math.min(input.channels, blocksOf(op.inFeatures)), input.rate, waits, releases);
}

/** Weights of one piece, from each channel: its N:M patterns (FSB), positions of kept weights (meta), and the weights with scales, zero points and outliers. */
export function weightLoads({ tiled }: Core, format: WeightFormat, side: Side, weights: number, channels: number, waits: readonly number[], releases: readonly number[]): Step[] {
  const patternBits = format.sparsity === null ? 0 : format.sparsity.selectorBits / format.sparsity.span;
  const indexBits = format.sparsity === null ? 0 : format.sparsity.indexBitsPerWeight - patternBits;
  const parts = [
    { operand: 'FSB', bits: patternBits }, { operand: 'meta', bits: indexBits }, { operand: 'weights', bits: bitsPerWeight(format) - patternBits - indexBits },
  ].filter(({ bits }) => bits > 0);
  const cycles = (bits: number): number => (((weights * bits) / 8 / channels) * tiled.coreCyclesPerSecond) / side.weights.rate;
  if (parts.length === 1) return chain(channels, waits, releases, (from, to) => issue(load, parts[0]!.operand, cycles(parts[0]!.bits), from, to));
  const fromChannel = (first: boolean, last: boolean): Step[] => parts.map(({ operand, bits }, i) => (
    issue(load, operand, cycles(bits), first && i === 0 ? waits : [], last && i === parts.length - 1 ? releases : [])));
  return repeated(channels, (channel) => `${channel === 0} ${channel === channels - 1}`, (channel) => fromChannel(channel === 0, channel === channels - 1));
}
