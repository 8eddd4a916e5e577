/** A part of a register. */
export interface RegisterField {
  /** In capitals: `START`. */
  readonly name: string;
  readonly low: number;
  readonly bits: number;
  readonly meaning: string;
  /** Values with names, where numbers are not meant as such. */
  readonly values?: Readonly<Record<string, number>>;
}

/** A register of 32 bits behind AXI4-Lite. */
export interface Register {
  readonly name: string;
  /** `command`: writing does something and reading gives 0. `setting`: kept as it was written, and written only while no job runs. `state`: read only. */
  readonly access: 'command' | 'setting' | 'state';
  readonly meaning: string;
  /** Fields from the lowest bit; a register without any is one number. */
  readonly fields: readonly RegisterField[];
}

/** What `ID` reads as: the letters ASIM, the first one highest. */
export const engineId = 0x4153494d;
/**
 * What `VERSION` reads as. It goes up with every change of an address, a field or a value: a driver of another version is told so. 1 was the map before
 * dequantisers; its later forms had more fields than its first one, and share the number.
 */
export const engineVersion = 2;

const combineValues = { NONE: 0, ADD: 1, MULTIPLY: 2, ALONE: 3 } as const;
const kindValues = { SIGN: 0, OFFSET: 1, TABLE: 2 } as const;
const vectorValues = { NONE: 0, SOFTMAX: 1, RMS_NORM: 2, SILU: 3 } as const;

/** The registers of an engine in the order of their addresses, the first one at 0, each 4 bytes further. Verilog, C and documents are made from it. */
export const registerMap = [
  state('ID', 'reads as 0x4153494d, so that a driver knows what it talks to'),
  state('VERSION', 'of this map'),
  { name: 'CONTROL', access: 'command', meaning: 'what the engine is told', fields: [
    field('START', 0, 1, '1 starts the job that the settings describe'),
    field('CLEAR', 1, 1, '1 clears DONE and FAILED, and with them the interrupt'),
  ] },
  { name: 'STATUS', access: 'state', meaning: 'where the job is', fields: [
    field('BUSY', 0, 1, 'a job runs; settings cannot be written'),
    field('DONE', 1, 1, 'the last result of a job was taken, and no other one started since'),
    field('FAILED', 2, 1, 'the last job was refused: a count is zero or too large, or an operation is not there'),
    field('READ_FAILED', 3, 1, 'memory answered with an error since the last job from memory began'),
  ] },
  { name: 'INTERRUPT', access: 'setting', meaning: 'what the interrupt tells', fields: [field('ENABLE', 0, 1, 'the interrupt is high while DONE or FAILED is')] },
  count('M_TILES', 'tiles of tokens'),
  count('N_TILES', 'tiles of features, for each tile of tokens'),
  count('ACT_BEATS', 'beats of activations of a tile of tokens; each is played once for each tile of features'),
  count('WGT_BEATS', 'beats of weights of a tile'),
  count('FURTHER_BEATS', 'beats of the further stream of the core, if it has one: of a tile, or before the first one'),
  count('OUT_BEATS', 'beats that the core gives for a tile'),
  count('TOKENS', 'rows of the result'),
  count('FEATURES', 'columns of the result; results of a tile beyond them are left out'),
  { name: 'MODE', access: 'setting', meaning: 'what happens to the sums of the core', fields: [
    field('RAW', 0, 1, '1: they leave as they are; no other operation is possible then'),
    field('COMBINE', 4, 2, 'with an element of s_axis_elt each: nothing, sum, product; ALONE: elements are taken in place of a product', combineValues),
    field('VECTOR', 8, 2, 'the function of each row that comes last', vectorValues),
    field('FROM_MEMORY', 12, 1, '1: weights are read from WEIGHT_ADDRESS on, 0: they come from s_axis_wgt'),
    field('WIDE', 13, 1, '1: weights come as the core takes them, 0: as codes, where there is a dequantiser'),
  ] },
  { name: 'SCALE', access: 'setting', meaning: 'result = floor(sum x MULTIPLIER / 2^SHIFT + 1/2), saturated to 8 bits', fields: [
    field('MULTIPLIER', 0, 16, 'unsigned'),
    field('SHIFT', 16, 6, 'places'),
    field('COMBINE_SHIFT', 24, 4, 'places that products with elements move right, rounded like results'),
  ] },
  { name: 'WEIGHT_ADDRESS_LOW', access: 'setting', meaning: 'where the beats of weights lie in memory, a multiple of the bytes of a word of the bus: the low half', fields: [] },
  { name: 'WEIGHT_ADDRESS_HIGH', access: 'setting', meaning: 'the high half', fields: [] },
  { name: 'WEIGHT_WORDS', access: 'setting', meaning: 'words of the bus that hold them, from 1 on: ceil(beats x bytes of a beat / bytes of a word)', fields: [] },
  state('CYCLES', 'cycles in which the engine was busy with the last job, or is with the one that runs: up to the one whose edge takes the last result'),
  state('WAITS_FOR_WEIGHTS', 'of these, cycles in which the core could take weights and none were there'),
  state('WAITS_FOR_ACTIVATIONS', 'cycles in which it could take activations and none were there'),
  state('WAITS_FOR_OUTPUT', 'cycles in which it had results and the buffer of results no place'),
  state('ACT_DEPTH', 'the most ACT_BEATS'),
  state('OUT_DEPTH', 'the most N_TILES x OUT_BEATS'),
  state('SOFTMAX_LENGTH', 'the most FEATURES of a softmax; 0: there is none'),
  state('RMS_LENGTH', 'numbers of an RMS normalisation; 0: there is none'),
  { name: 'PARTS', access: 'state', meaning: 'what the engine has', fields: [
    field('SILU', 0, 1, 'SiLU'),
    field('READER', 1, 1, 'the reader of weights from memory'),
    field('RAW_ONLY', 2, 1, 'results of a product only leave as they are'),
    field('FURTHER', 3, 1, 'the core has a further stream'),
    field('FEATURE_LANES', 8, 12, 'features in a beat of the core'),
    field('TOKEN_LANES', 20, 12, 'tokens in it'),
  ] },
  { name: 'DEQUANTIZE', access: 'setting', meaning: 'how codes become weights, but for what comes with groups of them', fields: [
    field('ZERO_POINT', 0, 8, 'what is taken off unsigned codes'),
    field('MULTIPLIER', 8, 8, 'unsigned'),
  ] },
  count('GROUP_BEATS', 'beats of the core in a group of codes; the last one of a tile may have fewer'),
  table('TABLE_0', 0), table('TABLE_1', 4), table('TABLE_2', 8), table('TABLE_3', 12), table('TABLE_4', 16), table('TABLE_5', 20), table('TABLE_6', 24), table('TABLE_7', 28),
  { name: 'DEQUANTIZER', access: 'state', meaning: 'what stands in front of the core', fields: [
    field('CODE_BITS', 0, 4, 'of a code; 0: there is no dequantiser, and the registers from DEQUANTIZE on keep nothing'),
    field('KIND', 4, 2, 'what a code is', kindValues),
    field('SCALED', 6, 1, 'weights are multiplied'),
    field('GROUPED', 7, 1, 'zero points and multipliers come in s_axis_grp, in place of those of DEQUANTIZE'),
    field('WIDE', 8, 1, 'jobs may be wide'),
  ] },
] as const satisfies readonly Register[];

export type RegisterName = (typeof registerMap)[number]['name'];

/** Registers of four entries each, in order. */
export const tableRegisters = [
  'TABLE_0', 'TABLE_1', 'TABLE_2', 'TABLE_3', 'TABLE_4', 'TABLE_5', 'TABLE_6', 'TABLE_7',
] as const satisfies readonly RegisterName[];

/** Bits of a byte address of the registers. */
export const registerAddressBits = 2 + Math.ceil(Math.log2(registerMap.length));

/** The byte address of a register. */
export function registerAddress(name: RegisterName): number {
  return 4 * registerMap.findIndex((register) => register.name === name);
}

/** The lowest bit of a field. Throws a RangeError for one that the register has not. */
export function fieldLow(name: RegisterName, field: string): number {
  const { fields }: Register = registerMap.find((register) => register.name === name)!;
  const found = fields.find((one) => one.name === field);
  if (found === undefined) throw new RangeError(`${name} has no field ${field}`);
  return found.low;
}

/** A register from the values of its fields; those that are not named are 0. Throws a RangeError for a field that it has not, or a value that does not fit. */
export function registerValue(name: RegisterName, values: Readonly<Record<string, number>>): number {
  const { fields }: Register = registerMap.find((register) => register.name === name)!;
  return Object.entries(values).reduce((sum, [key, value]) => {
    const found = fields.find((one) => one.name === key);
    if (found === undefined) throw new RangeError(`${name} has no field ${key}`);
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** found.bits) throw new RangeError(`${key} of ${name} has ${found.bits} bits, and ${value} does not fit`);
    return sum + value * 2 ** found.low;
  }, 0);
}

function state<const N extends string>(name: N, meaning: string): Register & { readonly name: N } {
  return { name, access: 'state', meaning, fields: [] };
}

function count<const N extends string>(name: N, meaning: string): Register & { readonly name: N } {
  return { name, access: 'setting', meaning, fields: [{ name: 'COUNT', low: 0, bits: 16, meaning: '1 to 65535' }] };
}

function table<const N extends string>(name: N, first: number): Register & { readonly name: N } {
  return { name, access: 'setting', meaning: `entries ${first} to ${first + 3} of the table of codes, signed bytes, the first one lowest`, fields: [] };
}

function field(name: string, low: number, bits: number, meaning: string, values?: Readonly<Record<string, number>>): RegisterField {
  return { name, low, bits, meaning, ...(values === undefined ? {} : { values }) };
}
