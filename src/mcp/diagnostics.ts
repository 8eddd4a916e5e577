import { problem, type Problem } from '../sim/core/diagnostics.js';
import { suggestion } from '../sim/core/near-name.js';
import { excerpt, quote } from '../sim/core/quote.js';

export function unknownArgument(tool: string, name: string, known: readonly string[]): Problem {
  return problem('mcp/unknown-argument', `the tool ${tool} takes no ${quote(name)}`, { pointer: `/${name}`, remedy: suggestion(name, known) });
}

export function missingArgument(tool: string, name: string, meaning: string): Problem {
  return problem('mcp/missing-argument', `the tool ${tool} needs ${quote(name)}`, { pointer: `/${name}`, remedy: `give ${meaning}` });
}

export function wrongArgument(name: string, rule: string, given: unknown): Problem {
  return problem('mcp/wrong-argument', `${quote(name)} must be ${rule}, got ${excerpt(shown(given))}`, { pointer: `/${name}` });
}

/** A value in few characters; what is deep is not walked through. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : JSON.stringify(value) ?? 'nothing';
}

export function tooDeep(most: number): Problem {
  return problem('mcp/too-deep', `arguments have at most ${most} objects and lists inside each other`, { remedy: 'flatten them' });
}

export function tooManyValues(most: number): Problem {
  return problem('mcp/too-many-values', `arguments have at most ${most} values`, { remedy: 'send less at once' });
}

export function answerTooLarge(characters: number, most: number): Problem {
  return problem('mcp/answer-too-large', `the answer has ${characters} characters, at most ${most} are sent`, { remedy: 'ask for less: fewer levels, one name, no operators' });
}

export function tooSlow(seconds: number): Problem {
  return problem('mcp/too-slow', `the call took longer than ${seconds} s and was ended`, { remedy: 'ask for less, for example with the fidelity analytic or roofline, or start the server with a longer --timeout' });
}

export function tooMuchMemory(mib: number): Problem {
  return problem('mcp/too-much-memory', `the call needed more than ${mib} MiB and was ended`, { remedy: 'ask for less, or start the server with more --memory' });
}

export function tooManyWaiting(most: number): Problem {
  return problem('mcp/busy', `${most} calls are waiting already`, { remedy: 'wait for their answers' });
}

export function rowWithoutDesign(row: number): Problem {
  return problem('mcp/no-design', `row ${row} of the trajectory has no design`, { pointer: `/trajectory/${row}`, remedy: 'give each row a "design": values by the names of parameters' });
}

export function wrongRow(row: number, field: string, rule: string): Problem {
  return problem('mcp/wrong-row', `"${field}" in row ${row} of the trajectory must be ${rule}`, { pointer: `/trajectory/${row}/${field}`, remedy: 'leave it out, with all that was measured, and the design is evaluated here' });
}

export function trajectoryTooLong(rows: number, most: number): Problem {
  return problem('mcp/trajectory-too-long', `the trajectory has ${rows} rows, at most ${most} are taken`, { pointer: '/trajectory', remedy: 'use archsim explore for long searches' });
}

export function ownDesign(agent: string, row: number, open: readonly string[]): Problem {
  return problem('mcp/own-design', `row ${row} of the trajectory has a design that ${agent} did not propose`, {
    pointer: `/trajectory/${row}`, remedy: `leave the row out, or let an agent search that learns from any design: ${open.join(', ')}`,
  });
}
