import { problem, type Problem } from '../../sim/core/diagnostics.js';
import { quote } from '../../sim/core/quote.js';

export function outsideRoot(path: string): Problem {
  return problem('mcp/outside-root', `${quote(path, 200)} is not in the folder that the server may read`, { remedy: 'name a file in it or a bundled example, send the text itself, or start the server with --root' });
}

export function noRoot(path: string): Problem {
  return problem('mcp/no-root', `${quote(path, 200)} cannot be read: the server was started in the root of the file system`, { remedy: 'start it in a folder of its own, or with --root DIR; bundled examples and texts always work' });
}

export function notAFolder(path: string): Problem {
  return problem('mcp/not-a-folder', `--root must be a folder, got ${quote(path, 200)}`, { remedy: 'name one that exists' });
}

export function notAFile(path: string): Problem {
  return problem('mcp/not-a-file', `${quote(path, 200)} is no ordinary file`, { remedy: 'name a file' });
}

export function noSuchPointer(name: string, path: string, known: readonly string[]): Problem {
  return problem('mcp/no-such-part', `the schema of ${name} has nothing at ${quote(path)}`, { pointer: '/path', remedy: known.length === 0 ? 'leave "path" out' : `the nearest part has ${known.slice(0, 24).join(', ')}` });
}

export function nameNeedsKind(known: readonly string[]): Problem {
  return problem('mcp/name-needs-kind', '"name" needs "kind"', { pointer: '/kind', remedy: `kinds are ${known.join(', ')}` });
}

export function notATrajectoryText(reason: string): Problem {
  return problem('mcp/not-a-trajectory', `the text of the trajectory cannot be read: ${reason}`, { pointer: '/trajectory', remedy: 'give a list of rows, or the text of a trajectory.jsonl' });
}
