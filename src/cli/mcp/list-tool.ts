import { InputError } from '../../sim/core/diagnostics.js';
import type { Tool } from '../../mcp/tool.js';
import { entriesOf, entryOf, listKinds } from '../catalogue.js';
import { nameNeedsKind } from './diagnostics.js';

/** `list`: what the catalogue has, and everything known of one entry. */
export function listTool(): Tool {
  return {
    name: 'list', title: 'Look up what there is',
    description: 'What can be named in experiments and studies. Without arguments: the kinds. With kind: names and summaries. With kind and name: everything known of it, with sources.',
    fields: {
      kind: { types: ['string'], choices: listKinds, description: 'what to list' },
      name: { types: ['string'], description: 'one of the list, for example u280 of devices' },
      contains: { types: ['string'], description: 'only entries whose name or summary has this in it' },
    },
    call: async ({ kind, name, contains }) => {
      if (kind == null && name != null) throw new InputError([nameNeedsKind(listKinds)]);
      if (typeof kind === 'string' && typeof name === 'string') {
        const value = await (await entryOf(kind, name)).value();
        return { text: JSON.stringify(value, null, 1), data: { kind, name, value } };
      }
      const entries = typeof kind === 'string' ? await entriesOf(kind) : listKinds.map((one) => ({ name: one, summary: '', kind: undefined }));
      const wanted = typeof contains === 'string' ? contains.toLowerCase() : '';
      const found = entries.filter((entry) => `${entry.name} ${entry.summary}`.toLowerCase().includes(wanted));
      return {
        text: found.map((entry) => `${entry.name}  ${entry.summary}`.trimEnd()).join('\n'),
        data: { kind: kind ?? null, entries: found.map((entry) => ({ name: entry.name, summary: entry.summary, ...(entry.kind === undefined ? {} : { kind: entry.kind }) })) },
      };
    },
  };
}
