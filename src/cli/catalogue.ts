import type { Codec } from '../sim/numerics/codec.js';
import { InputError } from '../sim/core/diagnostics.js';
import { parseDocument } from '../sim/core/document.js';
import { formatSi } from '../sim/core/units.js';
import { unknownList, unknownName } from './diagnostics.js';
import { exampleFiles, exampleText } from './package-files.js';

/** One thing that can be listed and shown. */
export interface Entry {
  readonly name: string;
  readonly summary: string;
  /** Another name that finds it. */
  readonly alsoNamed?: string;
  /** Of examples: what kind of file it is. */
  readonly kind?: string;
  /** Everything known of it. */
  readonly value: () => unknown;
}

/** What can be listed, and how each list is made. */
const lists: Readonly<Record<string, () => Promise<readonly Entry[]>>> = {
  models: async () => {
    const { zoo } = await import('../workloads/zoo/index.js');
    const { modelNamed } = await import('../workloads/models.js');
    return zoo.map((entry) => ({
      name: entry.name,
      ...(entry.hubId === null ? {} : { alsoNamed: entry.hubId }),
      summary: `${entry.config.model_type}, ${(entry.parametersComputed / 1e9).toFixed(2)} billion parameters`,
      value: () => ({ ...entry, spec: modelNamed(entry.name) }),
    }));
  },
  devices: async () => {
    const { devices } = await import('../sim/physical/devices/index.js');
    return devices.map((device) => ({
      name: device.name,
      summary: `${device.title} (${device.kind}), ${device.memories.map((m) => `${m.name} ${m.bytesPerSecond === null ? 'bandwidth unknown' : formatSi(m.bytesPerSecond, 'B/s')}`).join(', ')}`,
      value: () => device,
    }));
  },
  architectures: async () => {
    const { families } = await import('../arch/registry.js');
    return families.map((f) => ({ name: f.name, summary: f.summary, value: async () => ({ name: f.name, summary: f.summary, parameters: await f.schema() }) }));
  },
  datatypes: datatypeEntries,
  quantizations: async () => {
    const { presetSchemes } = await import('../workloads/schemes.js');
    const { bitsPerWeight } = await import('../sim/model/quantization.js');
    return presetSchemes().map((s) => ({
      name: s.name,
      summary: `weights ${s.weights.type.name} (${bitsPerWeight(s.weights).toFixed(2)} bits with scales), activations ${s.activations.name}, KV cache ${s.kvCache.name}`,
      value: () => s,
    }));
  },
  examples: () => Promise.resolve(exampleFiles().map((file) => {
    const value = parseDocument(exampleText(file), file).value as { kind?: string; description?: string };
    return { name: file, kind: value.kind ?? 'unknown', summary: value.description ?? '', value: () => value };
  })),
  studies: async () => {
    const { bundledProblems } = await import('../gym/problem/bundled/index.js');
    const studies = exampleFiles().flatMap((file): Entry[] => {
      const value = parseDocument(exampleText(file), file).value as { kind?: string; description?: string };
      return value.kind === 'study' ? [{ name: file, summary: value.description ?? '', value: () => value }] : [];
    });
    const { environmentStudies } = await import('../gym/env/studies/index.js');
    return [...studies, ...[...environmentStudies, ...bundledProblems].map((found): Entry => ({ name: found.name, summary: found.description ?? '', value: () => found }))];
  },
  agents: async () => {
    const { agentIds, agentNamed } = await import('../gym/agents/registry.js');
    return Promise.all(agentIds.map(async (id) => {
      const { summary, source, objectives, hyperparameters } = await agentNamed(id);
      return { name: id, summary, value: () => ({ id, summary, source, objectives, hyperparameters }) };
    }));
  },
  environments: async () => {
    const { environmentEntries } = await import('../gym/env/environments.js');
    return environmentEntries.map(({ id, summary, arguments: given }) => ({ name: id, summary, value: () => ({ id, summary, arguments: given }) }));
  },
  systems: async () => {
    const { validationSystems } = await import('../validation/systems.js');
    return validationSystems(() => '').map((s) => ({ name: s.name, summary: s.summary, value: () => ({ name: s.name, summary: s.summary, tables: s.tables.map((t) => ({ file: t.file, section: t.section, answers: t.answers, where: t.where, ...(t.whereNot === undefined ? {} : { whereNot: t.whereNot }) })), differences: s.differences }) }));
  },
};

/** What can be shown though no list has it: names that a rule makes. */
const unlisted: Readonly<Record<string, (name: string) => Promise<Entry | undefined>>> = {
  datatypes: async (name) => {
    const codec = (await import('../sim/numerics/catalogue.js')).codecNamed(name);
    return codec === undefined ? undefined : { name: codec.name, summary: codec.summary, value: () => describeCodec(codec) };
  },
};

export const listKinds: readonly string[] = Object.keys(lists);

export async function entriesOf(kind: string): Promise<readonly Entry[]> {
  const list = Object.hasOwn(lists, kind) ? lists[kind] : undefined;
  if (list === undefined) throw new InputError([unknownList(kind, listKinds)]);
  return list();
}

/** The entry of that name; of examples the ending may be left out, of models the id on the Hugging Face hub does too, of data types what `codecNamed` knows. */
export async function entryOf(kind: string, name: string): Promise<Entry> {
  const entries = await entriesOf(kind);
  const found = entries.find((e) => e.name === name) ?? entries.find((e) => e.name === `${name}.json` || e.alsoNamed?.toLowerCase() === name.toLowerCase()) ?? await unlisted[kind]?.(name);
  if (found === undefined) throw new InputError([unknownName(kind, name, entries.map((e) => e.name))]);
  return found;
}

/** The formats that weights are quantised to, then the types that schemes name by their bits alone. */
async function datatypeEntries(): Promise<readonly Entry[]> {
  const { dataTypes } = await import('../sim/model/datatype.js');
  const { codecNamed, codecs } = await import('../sim/numerics/catalogue.js');
  const { bitsPerWeightOf } = await import('../sim/numerics/codec.js');
  const formats = codecs().map((codec) => {
    const { usual } = codec.group;
    const stored = codec.fields.reduce((bits, field) => bits + field.count * field.store.bits, 0);
    const rest = usual > 0 ? ` in groups of ${usual}` : stored > 0 ? ` and ${stored} for the tensor` : '';
    return { name: codec.name, summary: `${codec.summary}, ${counted(Number(bitsPerWeightOf(codec, usual).toFixed(2)), 'bit')} a weight${rest}`, value: () => describeCodec(codec) };
  });
  const others = dataTypes.filter((type) => !formats.some(({ name }) => name === type.name)).map((type) => {
    const codec = codecNamed(type.name);
    const use = codec === undefined ? '' : `; quantize takes it for ${codec.name}`;
    return { name: type.name, summary: `${type.kind}, ${counted(type.bits, 'bit')} an element${use}`, value: async () => ({ ...type, weights: codec === undefined ? null : await describeCodec(codec) }) };
  });
  return [...formats, ...others];
}

/** What is known of a number format of weights; `scheme` is how schemes count it. */
async function describeCodec(codec: Codec): Promise<object> {
  const { dataType } = await import('../sim/model/datatype.js');
  const { bitsPerWeightOf } = await import('../sim/numerics/codec.js');
  const { gridOf } = await import('../sim/numerics/formats/element.js');
  const { name, summary, source, patternBits, vectorLength, group, fields } = codec;
  return {
    name, summary, source, patternBits, vectorLength,
    usualGroup: group.usual === 0 ? 'tensor' : group.usual, groupIsFixed: group.fixed,
    bitsPerWeight: bitsPerWeightOf(codec, group.usual),
    fields: fields.map(({ name: field, meaning, per, count, store, shared = false }) => ({ name: field, meaning, per, count, bits: store.bits, store: store.name, shared })),
    grids: codec.elements().filter((element) => element.bits <= 8).map((element) => ({ name: element.name, values: [...gridOf(element).values] })),
    scheme: dataType(name) ?? null,
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
