import { InputError } from '../../sim/core/diagnostics.js';
import { isRecord } from '../../sim/core/is-record.js';
import { pointerParts } from '../../sim/core/pointer.js';
import type { Tool } from '../../mcp/tool.js';
import { unknownSchema } from '../diagnostics.js';
import { noSuchPointer } from './diagnostics.js';
import { schemaNames, schemaText } from './schema-files.js';

/** Characters that an outline of a schema has: a few thousand words of a conversation. */
const outlineCharacters = 24_000;

/** `schema`: what a file may have. */
export function schemaTool(): Tool {
  return {
    name: 'schema', title: 'What a file may have',
    description: 'The JSON Schema of a kind of file (experiment, study, problem, device, scheme, graph, sweep, measurements, result) or of the parameters of an architecture family. Large ones come as an outline: a part that is left out is {"…": POINTER}, and path gives it. Without arguments: the names.',
    fields: {
      name: { types: ['string'], description: 'which schema' },
      path: { types: ['string'], description: 'JSON pointer of a part, for example /properties/workload' },
      whole: { types: ['boolean'], description: 'no outline, however large it is (default: false)' },
    },
    call: ({ name, path, whole }) => {
      const names = schemaNames();
      if (typeof name !== 'string') return Promise.resolve({ text: names.join('\n'), data: { names } });
      if (!names.includes(name)) throw new InputError([{ ...unknownSchema(name, names), pointer: '/name' }]);
      const at = typeof path === 'string' ? path : '';
      const part = partAt(JSON.parse(schemaText(name)) as unknown, name, at);
      const schema = whole === true ? part : outlined(part, at);
      return Promise.resolve({ text: JSON.stringify(schema), data: { name, path: at, isOutline: schema !== part, schema } });
    },
  };
}

function partAt(schema: unknown, name: string, path: string): unknown {
  let part = schema;
  for (const key of pointerParts(path)) {
    const known = typeof part === 'object' && part !== null ? Object.keys(part) : [];
    if (!known.includes(key)) throw new InputError([noSuchPointer(name, path, known)]);
    part = (part as Readonly<Record<string, unknown>>)[key];
  }
  return part;
}

/** The value itself where it is short, else with as many levels as fit. */
function outlined(value: unknown, at: string): unknown {
  if (JSON.stringify(value).length <= outlineCharacters) return value;
  let best = cut(value, 1, at);
  for (let depth = 2; depth <= 64; depth++) {
    const next = cut(value, depth, at);
    if (JSON.stringify(next).length > outlineCharacters) break;
    best = next;
  }
  return best;
}

function cut(value: unknown, depth: number, at: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return { '…': at };
  const inner = (key: string, one: unknown): unknown => cut(one, depth - 1, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  if (Array.isArray(value)) return value.map((one, i) => inner(String(i), one));
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inner(key, one)])) : value;
}
