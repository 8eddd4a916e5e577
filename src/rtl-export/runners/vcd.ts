import { InputError } from '../../sim/core/diagnostics.js';
import { noNets } from './diagnostics.js';
import type { NetlistSimulator } from './netlist-simulator.js';
import type { SimulatedPort } from './simulator.js';

export interface VcdOptions {
  /** Name of the clock in the file; a simulator does not have it among its nets. Default `aclk`. */
  readonly clock?: string;
  /** Nanoseconds of a cycle, even. Default 10. */
  readonly period?: number;
  /** Nets to record, by default all that have a name of the source. */
  readonly nets?: readonly string[];
}

export interface VcdRecorder {
  /** Records the values as they are now, one cycle after the last call: call it once before each edge. */
  sample(): void;
  /** The file so far: Value Change Dump (IEEE 1364-2001, chapter 18). */
  text(): string;
}

/**
 * Records the named nets of a simulator with `trace`. In the file a rising edge comes every `period`, and a net's value reaches from one
 * edge to the next. The dots of a name are the levels of the hierarchy. Throws an InputError where nothing can be observed.
 */
export function vcdRecorder(simulator: NetlistSimulator, top: string, { clock = 'aclk', period = 10, nets }: VcdOptions = {}): VcdRecorder {
  const recorded = simulator.nets.filter((net) => nets === undefined || nets.includes(net.name));
  if (recorded.length === 0) throw new InputError([noNets(top)]);
  const body: string[] = [];
  const before: (bigint | undefined)[] = recorded.map(() => undefined);
  let time = 0;
  return {
    sample() {
      const changes: string[] = [];
      for (const [i, { name, width }] of recorded.entries()) {
        const value = simulator.getNet(name);
        if (value === before[i]) continue;
        before[i] = value;
        changes.push(width === 1 ? `${value}${identifier(i + 1)}` : `b${value.toString(2)} ${identifier(i + 1)}`);
      }
      body.push(`#${time}`, `1${identifier(0)}`, ...changes, `#${time + period / 2}`, `0${identifier(0)}`);
      time += period;
    },
    text: () => [
      '$timescale 1ns $end',
      `$scope module ${word(top)} $end`,
      `$var wire 1 ${identifier(0)} ${word(clock)} $end`,
      ...declarations(recorded.map((net, i) => ({ ...net, path: net.name.split('.'), code: identifier(i + 1) }))),
      '$upscope $end',
      '$enddefinitions $end',
      ...body,
      `#${time}`,
      '',
    ].join('\n'),
  };
}

interface Variable extends SimulatedPort {
  readonly path: readonly string[];
  readonly code: string;
}

function declarations(variables: readonly Variable[]): string[] {
  const lines: string[] = [];
  const scopes = new Map<string, Variable[]>();
  for (const variable of variables) {
    const [first, ...rest] = variable.path;
    if (rest.length === 0) lines.push(`$var wire ${variable.width} ${variable.code} ${word(first!)}${variable.width > 1 ? ` [${variable.width - 1}:0]` : ''} $end`);
    else scopes.set(first!, [...(scopes.get(first!) ?? []), { ...variable, path: rest }]);
  }
  for (const [scope, inside] of scopes) lines.push(`$scope module ${word(scope)} $end`, ...declarations(inside), '$upscope $end');
  return lines;
}

/** Short codes of printable characters: `!` for 0, `"` for 1, and so on. */
function identifier(index: number): string {
  const character = String.fromCharCode(33 + (index % 94));
  return index < 94 ? character : identifier(Math.floor(index / 94) - 1) + character;
}

/** A name as one word, which is all that the format allows. */
function word(name: string): string {
  return name.replace(/\s/g, '_') || '_';
}
