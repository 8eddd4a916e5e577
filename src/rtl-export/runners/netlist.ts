import { InputError } from '../../sim/core/diagnostics.js';
import { badNetlist } from './diagnostics.js';

/** One bit of a net: the number of a signal, or a constant. */
export type NetBit = number | '0' | '1' | 'x' | 'z';

export interface NetlistPort {
  readonly name: string;
  readonly direction: 'input' | 'output' | 'inout';
  /** Lowest bit first. */
  readonly bits: readonly NetBit[];
}

export interface NetlistCell {
  readonly name: string;
  /** Such as `$add`: the cells of Yosys' internal library begin with `$`. */
  readonly type: string;
  /** Numbers as texts of 0, 1, x and z, highest bit first; other values are texts. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly connections: Readonly<Record<string, readonly NetBit[]>>;
  /** `file.v:line` of the statement it is from, where it is known. */
  readonly source?: string;
}

/** A name for bits. */
export interface NetlistNet {
  readonly name: string;
  readonly bits: readonly NetBit[];
  /** Whether Yosys made the name up. */
  readonly hidden: boolean;
  /** Value at power on, highest bit first, where the source gives one. */
  readonly init?: string;
}

export interface NetlistModule {
  readonly name: string;
  readonly ports: readonly NetlistPort[];
  readonly cells: readonly NetlistCell[];
  readonly nets: readonly NetlistNet[];
}

/** What Yosys' `write_json` writes (Yosys manual, command write_json), without what a simulator has no use for. */
export interface Netlist {
  readonly creator: string;
  readonly modules: readonly NetlistModule[];
}

/** Reads a netlist. Throws `rtl/bad-netlist` for a text that is not one. */
export function parseNetlist(text: string): Netlist {
  const document = fieldsOf(json(text), 'the netlist');
  const modules = fieldsOf(document['modules'], 'modules');
  return {
    creator: textOf(document['creator'], 'creator'),
    modules: Object.entries(modules).map(([name, value]) => moduleOf(name, fieldsOf(value, `module ${name}`))),
  };
}

function moduleOf(name: string, module: Fields): NetlistModule {
  return {
    name,
    ports: entriesOf(module, 'ports', name).map(([port, fields]) => ({ name: port, direction: directionOf(fields['direction'], port), bits: bitsOf(fields['bits'], port) })),
    cells: entriesOf(module, 'cells', name).map(([cell, fields]) => cellOf(cell, fields)),
    nets: entriesOf(module, 'netnames', name).map(([net, fields]) => netOf(net, fields)),
  };
}

function cellOf(name: string, cell: Fields): NetlistCell {
  const parameters = Object.entries(fieldsOf(cell['parameters'] ?? {}, `parameters of ${name}`));
  const connections = Object.entries(fieldsOf(cell['connections'], `connections of ${name}`));
  const source = fieldsOf(cell['attributes'] ?? {}, `attributes of ${name}`)['src'];
  return {
    name,
    type: textOf(cell['type'], `type of ${name}`),
    parameters: Object.fromEntries(parameters.map(([key, value]) => [key, textOf(value, `parameter ${key} of ${name}`)])),
    connections: Object.fromEntries(connections.map(([port, bits]) => [port, bitsOf(bits, `${name}.${port}`)])),
    ...(typeof source === 'string' ? { source } : {}),
  };
}

function netOf(name: string, net: Fields): NetlistNet {
  const init = fieldsOf(net['attributes'] ?? {}, `attributes of ${name}`)['init'];
  return {
    name,
    bits: bitsOf(net['bits'], name),
    hidden: net['hide_name'] === 1,
    ...(init === undefined ? {} : { init: textOf(init, `initial value of ${name}`) }),
  };
}

/** A number's bits, lowest first, from a text of 0, 1, x and z, highest first. */
export function bitsOfText(text: string): readonly NetBit[] {
  return Array.from(text, (bit) => (bit === '0' || bit === '1' || bit === 'z' ? bit : 'x')).reverse();
}

type Fields = Readonly<Record<string, unknown>>;

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    return wrong(error instanceof Error ? error.message : 'no JSON');
  }
}

function entriesOf(module: Fields, key: string, name: string): [string, Fields][] {
  return Object.entries(fieldsOf(module[key] ?? {}, `${key} of ${name}`)).map(([entry, value]) => [entry, fieldsOf(value, entry)]);
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) wrong(`${what} should be an object`);
  return value as Fields;
}

function textOf(value: unknown, what: string): string {
  return typeof value === 'string' ? value : wrong(`${what} should be a text`);
}

function directionOf(value: unknown, port: string): NetlistPort['direction'] {
  return value === 'input' || value === 'output' || value === 'inout' ? value : wrong(`port ${port} has no direction`);
}

function bitsOf(value: unknown, what: string): readonly NetBit[] {
  if (!Array.isArray(value)) return wrong(`${what} should be a list of bits`);
  const bits: readonly unknown[] = value;
  return bits.map((bit) => (isBit(bit) ? bit : wrong(`${what} has a bit that is neither a number nor a constant`)));
}

function isBit(bit: unknown): bit is NetBit {
  return bit === '0' || bit === '1' || bit === 'x' || bit === 'z' || (typeof bit === 'number' && Number.isSafeInteger(bit) && bit >= 0);
}

function wrong(what: string): never {
  throw new InputError([badNetlist(what)]);
}
