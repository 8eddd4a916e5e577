import { beatBits, type RtlDesign, type RtlStream } from './design.js';
import { fieldPlaces, inputsOf, outputsOf, portPrefix, portsOf, rangeOf } from './ports.js';
import type { FieldPorts, PortMap, StreamPorts } from './port-map.js';

/** Name of the module, and of its file without the ending. */
export const adapterModule = 'archsim_ports';

/**
 * Verilog of a module with the ports of a design around somebody's module whose ports `map` describes. Input streams that share a valid are
 * joined. An output that cannot wait goes through a FIFO, and no input is let in that might overflow it: without back-pressure inputs never wait for
 * that. Outputs without a last have tlast 0.
 */
export function portAdapter(design: RtlDesign, map: PortMap): string {
  const ports = design.streams.flatMap(portsOf).map(({ name, direction, bits }) => `  ${direction} wire ${rangeOf(bits)}${name}`);
  const connections = [
    `.${map.clock}(aclk)`,
    ...(map.reset === undefined ? [] : [`.${map.reset.port}(${map.reset.active === 'low' ? '' : '!'}aresetn)`]),
    ...Object.entries(map.constants).map(([name, value]) => `.${name}(${value})`),
    ...[...groupsOf(design, map)].flatMap(([valid, { ports: { ready } }]) => [`.${valid}(${valid}_offer)`, ...(ready === undefined ? [] : [`.${ready}(${valid}_taken)`])]),
    ...inputsOf(design).flatMap((stream) => inputConnections(stream, map.streams.get(stream.name)!)),
    ...outputsOf(design).flatMap((stream) => outputConnections(stream, map.streams.get(stream.name)!)),
  ];
  const parameters = Object.entries(map.parameters).map(([name, value]) => `.${name}(${value})`);
  return [
    `module ${adapterModule} (`, ['  input wire aclk', '  input wire aresetn', ...ports].join(',\n'), ');',
    ...roomNames(design, map).map((room) => `wire ${room};`),
    ...inputLines(design, map),
    ...outputsOf(design).flatMap((stream) => outputLines(stream, design, map)),
    `${map.module}${parameters.length === 0 ? '' : ` #(${parameters.join(', ')})`} judged (${connections.join(', ')});`,
    'endmodule', '',
  ].join('\n');
}

interface Group {
  readonly streams: readonly RtlStream[];
  readonly ports: StreamPorts;
}

/** Input streams by their valid. */
function groupsOf(design: RtlDesign, map: PortMap): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const stream of inputsOf(design)) {
    const ports = map.streams.get(stream.name)!;
    groups.set(ports.valid!, { streams: [...groups.get(ports.valid!)?.streams ?? [], stream], ports });
  }
  return groups;
}

function waits({ handshake }: StreamPorts): boolean {
  return handshake === 'valid-ready';
}

/** Wires that are 1 while the FIFO of an output has room. */
function roomNames(design: RtlDesign, map: PortMap): readonly string[] {
  return outputsOf(design).filter(({ name }) => !waits(map.streams.get(name)!)).map(({ name }) => `${name}_room`);
}

function inputLines(design: RtlDesign, map: PortMap): string[] {
  const rooms = roomNames(design, map);
  const room = rooms.length === 0 ? '1\'b1' : rooms.join(' && ');
  return [...groupsOf(design, map)].flatMap(([valid, { streams, ports }]) => {
    const all = streams.map((stream) => `${portPrefix(stream)}_tvalid`).join(' && ');
    return [
      // What was offered stays on offer, though the room may have gone meanwhile.
      `reg ${valid}_stays;`,
      `wire ${valid}_offer = ${all} && (${room} || ${valid}_stays);`,
      `wire ${valid}_taken${waits(ports) ? '' : ' = 1\'b1'};`,
      `wire ${valid}_moves = ${valid}_offer && ${valid}_taken;`,
      `always @(posedge aclk) ${valid}_stays <= aresetn && ${valid}_offer && !${valid}_taken;`,
      ...streams.map((stream) => `assign ${portPrefix(stream)}_tready = ${valid}_moves;`),
    ];
  });
}

function outputLines(stream: RtlStream, design: RtlDesign, map: PortMap): string[] {
  const ports = map.streams.get(stream.name)!;
  const { name } = stream;
  const prefix = portPrefix(stream);
  const bits = beatBits(stream);
  const used = fieldPlaces(stream).reduce((top, { high }) => Math.max(top, high + 1), 0);
  const parts = fieldPlaces(stream).flatMap((field) => {
    const wired = ports.fields.get(field.name)!;
    return wired.ports.map((_, i) => sized(partWire(name, field.name, i), wired, wired.ports.length === 1 ? field.bits * field.count : field.bits));
  });
  const last = ports.last === undefined ? '1\'b0' : `${name}_last`;
  const lines = [
    ...[...ports.fields].flatMap(([field, { ports: names, bits: width }]) => names.map((_, i) => `wire ${rangeOf(width)}${partWire(name, field, i)};`)),
    `wire ${rangeOf(bits)}${name}_beat = {${[...(bits > used ? [`${bits - used}'d0`] : []), ...parts.reverse()].join(', ')}};`,
    ...(ports.last === undefined ? [] : [`wire ${name}_last;`]),
    ...delayLines(name, ports, design, map),
    `wire ${name}_comes${ports.after === undefined ? '' : ` = ${name}_delay[${ports.latency}]`};`,
  ];
  if (waits(ports)) return [...lines, `assign ${prefix}_tvalid = ${name}_comes;`, `assign ${prefix}_tdata = ${name}_beat;`, `assign ${prefix}_tlast = ${last};`];
  const address = Math.ceil(Math.log2(2 * ports.latency + 4));
  return [
    ...lines,
    `reg [${bits}:0] ${name}_store [0:${2 ** address - 1}];`,
    `reg [${address}:0] ${name}_count;`,
    `reg [${address - 1}:0] ${name}_head, ${name}_tail;`,
    `assign ${name}_room = ${name}_count <= ${2 ** address - ports.latency - 2};`,
    `wire ${name}_goes = ${prefix}_tvalid && ${prefix}_tready;`,
    `assign ${prefix}_tvalid = ${name}_count != 0;`,
    `assign {${prefix}_tlast, ${prefix}_tdata} = ${name}_store[${name}_head];`,
    'always @(posedge aclk)',
    `  if (!aresetn) begin ${name}_count <= 0; ${name}_head <= 0; ${name}_tail <= 0; end`,
    '  else begin',
    `    ${name}_count <= ${name}_count + {${address}'d0, ${name}_comes} - {${address}'d0, ${name}_goes};`,
    `    if (${name}_comes) ${name}_tail <= ${name}_tail + 1'b1;`,
    `    if (${name}_goes) ${name}_head <= ${name}_head + 1'b1;`,
    '  end',
    `always @(posedge aclk) if (${name}_comes) ${name}_store[${name}_tail] <= {${last}, ${name}_beat};`,
  ];
}

function partWire(stream: string, field: string, part: number): string {
  return `${stream}_part_${field}_${part}`;
}

/** A bit that is 1 when a result without a valid of its own comes. */
function delayLines(name: string, { after, latency }: StreamPorts, design: RtlDesign, map: PortMap): string[] {
  if (after === undefined) return [];
  const stream = design.streams.find((one) => one.name === after.stream)!;
  const place = fieldPlaces(stream).find((field) => field.name === after.field);
  const ends = `${map.streams.get(stream.name)!.valid!}_moves${place === undefined ? '' : ` && ${portPrefix(stream)}_tdata[${place.low}]`}`;
  return [
    `wire [${latency}:0] ${name}_delay;`,
    `assign ${name}_delay[0] = ${ends};`,
    ...Array.from({ length: latency }, (_, i) => `reg ${name}_delay_${i}; always @(posedge aclk) ${name}_delay_${i} <= aresetn && ${name}_delay[${i}]; assign ${name}_delay[${i + 1}] = ${name}_delay_${i};`),
  ];
}

function inputConnections(stream: RtlStream, { last, fields }: StreamPorts): string[] {
  const data = fieldPlaces(stream).flatMap((field) => {
    const wired = fields.get(field.name);
    return wired === undefined ? [] : wired.ports.map((port, i) => {
      const width = wired.ports.length === 1 ? field.bits * field.count : field.bits;
      const [low, from] = [field.low + i * width, `${portPrefix(stream)}_tdata`];
      return `.${port}(${extended(`${from}[${low + Math.min(width, wired.bits) - 1}:${low}]`, width, wired.bits, wired.signed ? `${from}[${low + width - 1}]` : '1\'b0')})`;
    });
  });
  return [...data, ...(last === undefined ? [] : [`.${last}(${portPrefix(stream)}_tlast)`])];
}

function outputConnections(stream: RtlStream, { handshake, valid, ready, last, fields }: StreamPorts): string[] {
  const { name } = stream;
  return [
    ...(valid === undefined ? [] : [`.${valid}(${name}_comes)`]),
    ...(handshake === 'valid-ready' ? [`.${ready!}(${portPrefix(stream)}_tready)`] : []),
    ...(last === undefined ? [] : [`.${last}(${name}_last)`]),
    ...[...fields].flatMap(([field, { ports }]) => ports.map((port, i) => `.${port}(${partWire(name, field, i)})`)),
  ];
}

/** A wire of a port as so many bits. */
function sized(wire: string, { bits, signed }: FieldPorts, width: number): string {
  const low = bits > width ? `${wire}[${width - 1}:0]` : wire;
  return extended(low, bits, width, signed ? bits === 1 ? wire : `${wire}[${bits - 1}]` : '1\'b0');
}

function extended(text: string, from: number, to: number, filler: string): string {
  return to > from ? `{{${to - from}{${filler}}}, ${text}}` : text;
}
