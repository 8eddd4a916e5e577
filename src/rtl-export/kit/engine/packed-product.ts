import type { Matrix } from '../../../sim/model/matrix.js';
import { beatBits, packBeat, type RtlStream } from '../design.js';
import { codesOfWeights, mostTableBits, wideSteps, weightField, type CodeNumbers, type Dequantizer } from './dequantizer.js';
import type { Engine } from './engine.js';
import type { EngineProduct } from './product.js';
import { registerValue, tableRegisters, type RegisterName } from './register-map.js';

/** How the weights of a product are codes. */
export interface PackedWeights {
  /** Beats of the core in a group; default: all of a tile. */
  readonly groupBeats?: number;
  /** What the codes of a feature and a group are dequantised with; the same for all where the engine has no groups. */
  readonly numbersOf: (feature: number, group: number) => Omit<CodeNumbers, 'table'>;
  readonly table?: readonly number[];
}

/** An engine's dequantiser, with the stream of weights behind it. Throws a RangeError where it has none. */
function dequantizerOf({ dequantizer, streams, core }: Engine): { readonly dequantizer: Dequantizer; readonly coreWgt: RtlStream; readonly columns: number } {
  if (dequantizer === undefined || core.weightColumns === undefined) throw new RangeError('the engine has no dequantiser');
  return { dequantizer, coreWgt: streams.coreWgt, columns: core.weightColumns };
}

/**
 * A product whose weights come as codes, and zero points and multipliers for each group. A weight of zero that has no code, as beyond the product, is code 0
 * there: it meets activations of zero, or its results are left out. Throws a RangeError where another weight has no code.
 */
export function packedProduct(engine: Engine, product: EngineProduct, { groupBeats = product.wgtBeats, numbersOf, table }: PackedWeights): EngineProduct {
  const { dequantizer, coreWgt, columns } = dequantizerOf(engine);
  const { weights: { bits, count } } = weightField(coreWgt);
  const groups = Math.ceil(product.wgtBeats / groupBeats);
  const lanes = count / columns;
  const codes = new Map<string, ReadonlyMap<number, number>>();
  const codesOf = (feature: number, group: number): ReadonlyMap<number, number> => {
    const numbers = { ...numbersAt(feature, group), ...(table === undefined ? {} : { table }) };
    const key = `${numbers.zeroPoint ?? 0} ${numbers.multiplier ?? 1}`;
    if (!codes.has(key)) codes.set(key, codesOfWeights(dequantizer, bits, numbers));
    return codes.get(key)!;
  };
  const numbersAt = (feature: number, group: number): CodeNumbers => (feature < product.features ? numbersOf(feature, group) : {});
  const wgt = product.wgt.map((beat, i) => {
    const [tile, inTile] = [Math.floor(i / product.wgtBeats) % product.nTiles, i % product.wgtBeats];
    const group = Math.floor(inTile / groupBeats);
    let packed = 0n;
    for (let lane = 0; lane < count; lane++) {
      const weight = Number(BigInt.asIntN(bits, beat >> BigInt(lane * bits)));
      const feature = tile * columns + Math.floor(lane / lanes);
      const code = codesOf(feature, group).get(weight) ?? (weight === 0 ? 0 : undefined);
      if (code === undefined) throw new RangeError(`${product.label}: no code is ${weight}, of feature ${feature}`);
      packed |= BigInt(code) << BigInt(lane * dequantizer.codeBits);
    }
    return packed | ((beat >> BigInt(count * bits)) << BigInt(count * dequantizer.codeBits));
  });
  const groupBeat = (tile: number, group: number): bigint => {
    const numbers = Array.from({ length: columns }, (_, column) => numbersAt((tile % product.nTiles) * columns + column, group));
    const fields = [
      ...(dequantizer.kind === 'offset' ? numbers.map(({ zeroPoint = 0 }) => zeroPoint) : []), ...(dequantizer.scaled ? numbers.map(({ multiplier = 1 }) => multiplier) : []),
    ];
    return packBeat(engine.streams.further!, fields);
  };
  const tiles = Array.from({ length: product.mTiles * product.nTiles }, (_, tile) => tile);
  const { zeroPoint = 0, multiplier = 1 } = dequantizer.grouped ? {} : numbersOf(0, 0);
  return {
    ...product, wgt,
    further: dequantizer.grouped ? tiles.flatMap((tile) => Array.from({ length: groups }, (_, group) => groupBeat(tile, group))) : [],
    settings: {
      DEQUANTIZE: registerValue('DEQUANTIZE', { ZERO_POINT: zeroPoint, MULTIPLIER: multiplier }), GROUP_BEATS: groupBeats, ...(dequantizer.kind === 'table' ? tableSettings(table ?? []) : {}),
    },
  };
}

/** A product whose weights come as the core takes them, each beat of it in several of codes: of each lane the lowest bits first. What passes comes with the last. */
export function wideProduct(engine: Engine, product: EngineProduct): EngineProduct {
  const { dequantizer, coreWgt } = dequantizerOf(engine);
  if (!dequantizer.wide) throw new RangeError('the engine takes weights as codes only');
  const { weights: { bits, count } } = weightField(coreWgt);
  const codeBits = dequantizer.codeBits;
  const steps = wideSteps(dequantizer, bits);
  const wgt = product.wgt.flatMap((beat) => Array.from({ length: steps }, (_, step) => {
    let packed = step === steps - 1 ? (beat >> BigInt(count * bits)) << BigInt(count * codeBits) : 0n;
    for (let lane = 0; lane < count; lane++) {
      const weight = BigInt.asUintN(bits, beat >> BigInt(lane * bits));
      packed |= BigInt.asUintN(codeBits, weight >> BigInt(step * codeBits)) << BigInt(lane * codeBits);
    }
    return packed;
  }));
  return { ...product, wgt, further: [], isWide: true };
}

/**
 * Weights [feature][k] as codes where all of them have one: the same table for all, and a zero point for each feature, or for a job where the engine has no
 * groups; multipliers are 1. Else as the core takes them, past the dequantiser.
 */
export function codesOrWide(engine: Engine, product: EngineProduct, { rows, columns: k, values }: Matrix, table?: readonly number[]): EngineProduct {
  const { dequantizer, coreWgt } = dequantizerOf(engine);
  const { weights: { bits } } = weightField(coreWgt);
  const largest = 2 ** dequantizer.codeBits - 1;
  const zeroPointOf = (weights: Matrix['values']): number => (dequantizer.kind === 'offset' ? Math.min(largest, Math.max(0, -Math.min(...weights))) : 0);
  const ofJob = dequantizer.grouped ? 0 : zeroPointOf(values);
  const zeroPoints = Array.from({ length: rows }, (_, row) => (dequantizer.grouped ? zeroPointOf(values.slice(row * k, (row + 1) * k)) : ofJob));
  const hasCodes = zeroPoints.every((zeroPoint, row) => {
    const codes = codesOfWeights(dequantizer, bits, { zeroPoint, ...(table === undefined ? {} : { table }) });
    return values.slice(row * k, (row + 1) * k).every((weight) => codes.has(weight));
  });
  if (!hasCodes) return wideProduct(engine, product);
  return packedProduct(engine, product, {
    groupBeats: Math.ceil(product.wgtBeats / 2), numbersOf: (feature) => ({ zeroPoint: zeroPoints[feature]!, multiplier: 1 }), ...(table === undefined ? {} : { table }),
  });
}

/** The registers of a table of signed bytes. Throws a RangeError for more entries than they hold. */
export function tableSettings(table: readonly number[]): Readonly<Partial<Record<RegisterName, number>>> {
  if (table.length > 2 ** mostTableBits) throw new RangeError(`a table of ${table.length} entries`);
  return Object.fromEntries(tableRegisters.map((name, i) => [
    name, [0, 1, 2, 3].reduce((sum, byte) => sum + Number(BigInt.asUintN(8, BigInt(table[4 * i + byte] ?? 0))) * 2 ** (8 * byte), 0),
  ]));
}

/**
 * Cycles from one beat of weights to the next where a bus of so many bits brings them without gaps: bits of a beat / bits of the bus, 1 at least. Codes make
 * the beat narrower, but not what passes beside them.
 */
export function weightInterval({ streams }: Pick<Engine, 'streams'>, busBits: number): number {
  return Math.max(1, beatBits(streams.wgt) / busBits);
}
