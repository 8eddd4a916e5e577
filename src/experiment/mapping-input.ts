import { InputError, type Problem } from '../sim/core/diagnostics.js';
import { childPointer } from '../sim/core/pointer.js';
import { allProducts } from '../sim/engine/mapping-given.js';
import type { Architecture } from '../sim/model/architecture.js';
import type { MappingChoice, MappingRequest } from '../sim/model/mapping.js';
import type { OpGraph } from '../sim/model/op-graph.js';
import { fixedTiles, nothingToMap, unknownMappedOp, unknownMode, unmappedOp } from './diagnostics.js';

const tileFields = ['rows', 'columns', 'reduction', 'slots'] as const;

/** The mapping that an experiment wants, its names checked against the model and the machine. Whether tiles fit is told by the simulation. Throws all problems together. */
export function mappingFromInput(input: MappingChoice, machine: Architecture, graph: OpGraph, pointer: string): MappingChoice {
  if (input === 'rule') return input;
  if (machine.tiled === null) throw new InputError([nothingToMap(pointer, machine.family)]);
  if (input === 'search') return input;
  const { tiled, family } = machine;
  const modes = tiled.modes.map(({ name }) => name);
  const problems = Object.entries(input).flatMap(([name, request]) => {
    const at = childPointer(pointer, name);
    return [...opProblems(name, graph, at), ...modeProblems(request, modes, at), ...tileProblems(request, tiled.retile === undefined, family, at)];
  });
  if (problems.length > 0) throw new InputError(problems);
  return input;
}

function opProblems(name: string, graph: OpGraph, pointer: string): Problem[] {
  if (name === allProducts) return [];
  const ops = graph.groups.flatMap((group) => group.ops);
  const isProduct = (kind: string): boolean => kind === 'linear' || kind === 'scores' || kind === 'values';
  const named = ops.filter((op) => op.name === name);
  if (named.length === 0) return [unknownMappedOp(pointer, name, [...new Set(ops.flatMap((op) => (isProduct(op.kind) ? [op.name] : [])))])];
  return named.some(({ kind }) => isProduct(kind)) ? [] : [unmappedOp(pointer, name)];
}

function modeProblems({ mode }: MappingRequest, known: readonly string[], pointer: string): Problem[] {
  return mode === undefined || known.includes(mode) ? [] : [unknownMode(childPointer(pointer, 'mode'), mode, known)];
}

function tileProblems(request: MappingRequest, isFixed: boolean, family: string, pointer: string): Problem[] {
  const given = isFixed ? tileFields.find((field) => request[field] !== undefined) : undefined;
  return given === undefined ? [] : [fixedTiles(childPointer(pointer, given), family)];
}
