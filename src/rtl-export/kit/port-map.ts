import { InputError } from '../../sim/core/diagnostics.js';
import { locate, parseDocument } from '../../sim/core/document.js';
import { isRecord } from '../../sim/core/is-record.js';
import { suggestion } from '../../sim/core/near-name.js';
import type { BeatField, RtlDesign, RtlStream } from './design.js';
import { badPortMap } from './diagnostics.js';
import { isIdentifier } from './identifier.js';

/** Name of the file that says how the ports of somebody's module carry the streams of a design. */
export const portMapFile = 'archsim-ports.json';

/** Ports that carry a field: one for all its parts together, or one for each. */
export interface FieldPorts {
  readonly ports: readonly string[];
  /** Of each port. */
  readonly bits: number;
  /** Whether a narrower one of port and part is sign-extended. */
  readonly signed: boolean;
}

/** How a stream goes through the ports of a module. */
export interface StreamPorts {
  /** `valid-only`: what is valid is taken at once. `fixed`: an output without a valid, so many cycles after the input that ends it. */
  readonly handshake: 'valid-ready' | 'valid-only' | 'fixed';
  readonly valid?: string;
  readonly ready?: string;
  readonly last?: string;
  /** Of an output that cannot wait: cycles from the edge that takes an input beat to its result, at most; exactly where it is `fixed`. */
  readonly latency: number;
  /** Of a `fixed` output: the input stream, and its field of one bit, that ends a result; every beat does where there is no field. */
  readonly after?: { readonly stream: string; readonly field?: string };
  /** By field. A field that is not there is not connected. */
  readonly fields: ReadonlyMap<string, FieldPorts>;
}

/** What `archsim-ports.json` says. */
export interface PortMap {
  readonly module: string;
  readonly clock: string;
  readonly reset?: { readonly port: string; readonly active: 'low' | 'high' };
  readonly parameters: Readonly<Record<string, number>>;
  /** Inputs that always have one value. */
  readonly constants: Readonly<Record<string, number>>;
  readonly streams: ReadonlyMap<string, StreamPorts>;
}

const mostLatency = 1024;

type Say = (pointer: string, what: string, remedy?: string) => never;
type Fields = Readonly<Record<string, unknown>>;

/** Reads the text of `archsim-ports.json` for the streams of a design. Throws an InputError (`json/...`, `rtl/bad-port-map`) with the place of what is wrong. */
export function readPortMap(text: string, design: RtlDesign): PortMap {
  const document = parseDocument(text, portMapFile);
  const say: Say = (pointer, what, remedy) => { throw new InputError([locate(badPortMap(pointer, what, remedy), document)]); };
  const root = recordOf(document.value, '', ['module', 'clock', 'reset', 'parameters', 'constants', 'streams'], say);
  const streams = recordOf(root['streams'], '/streams', design.streams.map(({ name }) => name), say);
  const map: PortMap = {
    module: nameOf(root['module'], '/module', say),
    clock: nameOf(root['clock'] ?? 'aclk', '/clock', say),
    ...resetOf(root['reset'], say),
    parameters: numbersOf(root['parameters'], '/parameters', say),
    constants: numbersOf(root['constants'], '/constants', say),
    streams: new Map(design.streams.map((stream) => [stream.name, streamOf(streams[stream.name], stream, design, say)])),
  };
  checkShared(map, design, say);
  return map;
}

function recordOf(value: unknown, pointer: string, known: readonly string[] | undefined, say: Say): Fields {
  if (!isRecord(value)) return say(pointer, 'should be an object');
  for (const key of Object.keys(value)) if (known?.includes(key) === false) say(`${pointer}/${key}`, `"${key.slice(0, 64)}" is not known here`, suggestion(key.slice(0, 64), known));
  return value;
}

function nameOf(value: unknown, pointer: string, say: Say): string {
  return typeof value === 'string' && isIdentifier(value) ? value : say(pointer, 'should be the plain Verilog name of a module or port');
}

function optionalName(fields: Fields, key: string, pointer: string, say: Say): Readonly<Record<string, string>> {
  return fields[key] === undefined ? {} : { [key]: nameOf(fields[key], `${pointer}/${key}`, say) };
}

function wholeOf(value: unknown, least: number, most: number, pointer: string, say: Say): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : say(pointer, `should be a whole number from ${least} to ${most}`);
}

function numbersOf(value: unknown, pointer: string, say: Say): Readonly<Record<string, number>> {
  const fields = recordOf(value ?? {}, pointer, undefined, say);
  return Object.fromEntries(Object.entries(fields).map(([name, number]) => [nameOf(name, `${pointer}/${name}`, say), wholeOf(number, -(2 ** 31), 2 ** 31 - 1, `${pointer}/${name}`, say)]));
}

function resetOf(value: unknown, say: Say): Pick<PortMap, 'reset'> {
  if (value === undefined) return { reset: { port: 'aresetn', active: 'low' } };
  if (value === null) return {};
  const { port, active = 'low' } = recordOf(value, '/reset', ['port', 'active'], say);
  if (active !== 'low' && active !== 'high') return say('/reset/active', 'should be "low" or "high"');
  return { reset: { port: nameOf(port, '/reset/port', say), active } };
}

function streamOf(value: unknown, stream: RtlStream, design: RtlDesign, say: Say): StreamPorts {
  const pointer = `/streams/${stream.name}`;
  const given = recordOf(value, pointer, ['handshake', 'valid', 'ready', 'last', 'latency', 'after', 'fields'], say);
  const { handshake } = given;
  const handshakes = stream.direction === 'in' ? ['valid-ready', 'valid-only'] : ['valid-ready', 'valid-only', 'fixed'];
  if (handshake !== 'valid-ready' && handshake !== 'valid-only' && (handshake !== 'fixed' || stream.direction === 'in')) return say(`${pointer}/handshake`, `should be one of ${handshakes.join(', ')}`);
  const needs = { 'valid-ready': ['valid', 'ready'], 'valid-only': ['valid'], fixed: ['after'] }[handshake];
  for (const key of needs) if (given[key] === undefined) say(`${pointer}/handshake`, `a ${handshake} stream needs "${key}"`);
  for (const key of ['valid', 'ready', 'after']) if (given[key] !== undefined && !needs.includes(key)) say(`${pointer}/${key}`, `a ${handshake} stream has no "${key}"`);
  const cannotWait = stream.direction === 'out' && handshake !== 'valid-ready';
  if (!cannotWait && given['latency'] !== undefined) say(`${pointer}/latency`, 'is for outputs that cannot wait');
  const fields = recordOf(given['fields'], `${pointer}/fields`, stream.fields.map(({ name }) => name), say);
  const connected = stream.fields.filter(({ name }) => fields[name] !== undefined && fields[name] !== null);
  const missing = stream.fields.find((field) => !connected.includes(field));
  if (stream.direction === 'out' && missing !== undefined) say(`${pointer}/fields`, `an output needs a port for "${missing.name}"`);
  return {
    handshake,
    latency: cannotWait ? wholeOf(given['latency'], 0, mostLatency, `${pointer}/latency`, say) : 0,
    ...optionalName(given, 'valid', pointer, say), ...optionalName(given, 'ready', pointer, say), ...optionalName(given, 'last', pointer, say),
    ...(handshake === 'fixed' ? { after: afterOf(given['after'], `${pointer}/after`, design, say) } : {}),
    fields: new Map(connected.map((field) => [field.name, fieldOf(fields[field.name], field, `${pointer}/fields/${field.name}`, say)])),
  };
}

function fieldOf(value: unknown, { bits, count }: BeatField, pointer: string, say: Say): FieldPorts {
  const isObject = isRecord(value);
  const given: Fields = isObject ? recordOf(value, pointer, ['port', 'ports', 'bits', 'signed'], say) : Array.isArray(value) ? { ports: value } : { port: value };
  const { port, ports, signed = false } = given;
  if ((port === undefined) === (ports === undefined)) return say(pointer, 'should have either "port" or "ports"');
  const listed: unknown = ports ?? [port];
  if (!Array.isArray(listed) || (ports !== undefined && listed.length !== count)) return say(`${pointer}/ports`, `should be a list of ${count} port(s), one for each part`);
  if (typeof signed !== 'boolean') return say(`${pointer}/signed`, 'should be true or false');
  if (given['bits'] !== undefined && listed.length !== count) return say(`${pointer}/bits`, `one port for all ${count} parts has ${bits * count} bits`);
  const names = listed.map((name: unknown, i) => nameOf(name, ports === undefined ? `${pointer}${isObject ? '/port' : ''}` : `${pointer}${isObject ? '/ports' : ''}/${i}`, say));
  return { ports: names, bits: given['bits'] === undefined ? (bits * count) / listed.length : wholeOf(given['bits'], 1, 4096, `${pointer}/bits`, say), signed };
}

function afterOf(value: unknown, pointer: string, design: RtlDesign, say: Say): NonNullable<StreamPorts['after']> {
  const places = design.streams.filter(({ direction }) => direction === 'in').flatMap(({ name, fields }) => (
    [{ stream: name }, ...fields.filter(({ bits, count }) => bits * count === 1).map((field) => ({ stream: name, field: field.name }))]));
  const texts = places.map((place) => ('field' in place ? `${place.stream}.${place.field}` : place.stream));
  const found = typeof value === 'string' ? places[texts.indexOf(value)] : undefined;
  return found ?? say(pointer, 'should be an input stream, or a field of one bit of one', `one of ${texts.join(', ')}`);
}

/** No port has two meanings; input streams that share a valid go through it together, beat by beat. */
function checkShared({ clock, reset, constants, streams }: PortMap, design: RtlDesign, say: Say): void {
  const used = new Map<string, string>();
  const use = (port: string, as: string, pointer: string): void => {
    const before = used.get(port);
    if (before !== undefined && before !== as) say(pointer, `the port "${port}" is ${before} already`);
    used.set(port, as);
  };
  use(clock, 'the clock', '/clock');
  if (reset !== undefined) use(reset.port, 'the reset', '/reset/port');
  for (const name of Object.keys(constants)) use(name, 'a constant', `/constants/${name}`);
  const groups = new Map<string, StreamPorts>();
  for (const { name, direction } of design.streams) {
    const { handshake, valid, ready, last, fields } = streams.get(name)!;
    const pointer = `/streams/${name}`;
    if (valid !== undefined) {
      const group = direction === 'in' ? groups.get(valid) : undefined;
      if (group !== undefined && (group.handshake !== handshake || group.ready !== ready)) say(pointer, `streams that share the valid "${valid}" have one handshake and one ready`);
      groups.set(valid, streams.get(name)!);
      use(valid, direction === 'in' ? 'a valid of inputs' : `the valid of ${name}`, `${pointer}/valid`);
    }
    if (ready !== undefined) use(ready, direction === 'in' ? `the ready beside ${valid ?? ''}` : `the ready of ${name}`, `${pointer}/ready`);
    if (last !== undefined) use(last, `the last of ${name}`, `${pointer}/last`);
    for (const [field, { ports }] of fields) ports.forEach((port, i) => { use(port, `part ${i} of ${name}.${field}`, `${pointer}/fields/${field}`); });
  }
}
