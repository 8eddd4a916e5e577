import { isRecord } from '../../sim/core/is-record.js';
import { gemvTiles, releasedBusyCycles, utilisation, type CoreShape } from '../../arch/ternary/cycles.js';
import { coreCounts } from '../../arch/ternary/inventory.js';
import { buildDepth, entryBits, keyBits, minimalAdders, naiveAdders, releasedAdders, releasedAddersOfZero, releasedEntryBits, tableEntries, weightBits } from '../../arch/ternary/table.js';
import { Malformed } from '../lut-vectors/malformed.js';
import type { ReferenceRow } from '../system.js';

type Read = (name: string, most: number) => number;

const group = (read: Read): number => read('mu', 16);
const core = (read: Read): CoreShape => ({ group: group(read), tables: read('L', 2 ** 20), reads: read('K', 2 ** 20) });
const inputs = (read: Read): number => read('N', 2 ** 30);
const outputs = (read: Read): number => read('M', 2 ** 30);
const activationBits = (read: Read): number => read('activationBits', 32);

/** What each check asks of the model, by its name in the table. */
const checks: Readonly<Record<string, (read: Read) => unknown>> = {
  tableEntries: (read) => tableEntries(group(read)),
  keyBits: (read) => keyBits(group(read)),
  weightBitsPerWeight: (read) => weightBits(group(read)),
  minimalTableOutBits: (read) => entryBits(group(read), activationBits(read)),
  tableOutBits: (read) => releasedEntryBits(group(read), activationBits(read)),
  tableBits: (read) => tableEntries(group(read)) * releasedEntryBits(group(read), activationBits(read)),
  minimalAdders: (read) => minimalAdders(group(read)),
  minimalDepth: (read) => buildDepth(group(read)),
  naiveAdders: (read) => naiveAdders(group(read)),
  peerV1InstantiatedAdders: (read) => releasedAdders(group(read)),
  peerV1AddersWithZeroOperand: (read) => releasedAddersOfZero(group(read)),
  gemvTiles: (read) => gemvTiles(core(read), inputs(read), outputs(read)),
  gemvBusyCycles: (read) => releasedBusyCycles(core(read), inputs(read), outputs(read)),
  weightUtilisation: (read) => utilisation(core(read), inputs(read), outputs(read)),
  componentCounts: (read) => {
    const counts = coreCounts({ ...core(read), inputs: inputs(read), outputs: outputs(read) });
    return {
      tableAdders: counts.tableAdders, tableRegisterBitsInt8: counts.entries * releasedEntryBits(group(read), 8), fetchMuxes: counts.fetchMuxes, muxInputs: counts.muxInputs,
      inverters: counts.inverters, reductionAdders: counts.reductionAdders, accumulatorAddersShared: counts.accumulatorAddersShared,
      accumulatorAddersPeer: counts.accumulatorAddersReleased, outputRegisters: counts.outputRegisters,
    };
  },
};

/** The answer to a check of a formula. Throws `Malformed` for a check or inputs that cannot be read. */
export function formulaAnswer(row: ReferenceRow): unknown {
  const { name, inputs: given } = row;
  const check = typeof name === 'string' && Object.hasOwn(checks, name) ? checks[name] : undefined;
  if (check === undefined) throw new Malformed(`no formula ${JSON.stringify(name)}`);
  return check((input, most) => {
    const value = isRecord(given) ? given[input] : undefined;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most) throw new Malformed(`${input} must be a whole number from 1 to ${most}, not ${JSON.stringify(value)}`);
    return value;
  });
}
