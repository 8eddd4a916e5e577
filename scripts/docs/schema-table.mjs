import { block, table } from './markdown.mjs';

/** The fields of a schema as a table: path, type, whether it is needed, meaning. */
export function schemaTable(schema, name) {
  const rows = [];
  const plain = JSON.parse(JSON.stringify(schema));
  if (plain.oneOf === undefined) addFields(rows, plain, '', name, ['$schema']);
  else addBranches(rows, plain.oneOf, '', name);
  return block(table(['Field', 'Type', 'Needed', 'Meaning'], rows));
}

/** Schemas that have a table of their own, by their title. */
const ownTables = new Map([['Quantization scheme', 'scheme'], ['Device', 'device'], ['Attention mask', 'mask']]);
const anchors = { scheme: 'quantisation-scheme', device: 'device', mask: 'attention-mask' };

/** The rows of an object's fields; neighbours that are alike share theirs. */
function addFields(rows, schema, prefix, owner, skipped = []) {
  const groups = [];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (skipped.includes(name)) continue;
    const needed = (schema.required ?? []).includes(name);
    const key = JSON.stringify([field, needed]);
    const last = groups.at(-1);
    if (last?.key === key) last.names.push(name);
    else groups.push({ key, names: [name], field, needed });
  }
  for (const { names, field, needed } of groups) {
    const path = prefix + (names.length === 1 ? names[0] : `{${names.join(', ')}}`);
    const fallback = field.default === undefined ? '' : ` Default: \`${JSON.stringify(field.default)}\`.`;
    rows.push([`\`${path}\``, typeText(field) + linkFor(field, owner), needed ? 'yes' : '', `${sentence(field.description ?? field.title ?? '')}${fallback}`]);
    if (linkFor(field, owner) === '') addInner(rows, field, path, owner);
  }
}

function addBranches(rows, branches, path, owner) {
  for (const branch of branches) {
    const kinds = branch.properties.kind.enum ?? [branch.properties.kind.const];
    rows.push([`${path === '' ? '' : `\`${path}\` with `}\`kind\` ${kinds.map((kind) => `\`"${kind}"\``).join(', ')}`, 'object', '', sentence(branch.description ?? '')]);
    addFields(rows, branch, path === '' ? '' : `${path}.`, owner, ['kind']);
  }
}

function addInner(rows, field, path, owner) {
  if (field.properties !== undefined) addFields(rows, field, `${path}.`, owner);
  else if (field.items?.oneOf !== undefined) addBranches(rows, field.items.oneOf, `${path}[]`, owner);
  else if (field.items?.properties !== undefined) addFields(rows, field.items, `${path}[].`, owner);
  else if (typeof field.additionalProperties === 'object') addFields(rows, field.additionalProperties, `${path}.*.`, owner);
  else {
    // A choice between a name and an object that says it all; small objects stand in the type already, and equal ones are not repeated.
    const object = field.anyOf?.find((branch) => branch.properties !== undefined);
    if (object === undefined || Object.keys(object.properties).length < 3 || rows.some((row) => row.holds === object.title)) return;
    rows.at(-1).holds = object.title;
    addFields(rows, object, `${path}.`, owner);
  }
}

/** Where the fields of a part are listed, when it has a table of its own. */
function linkFor(field, owner) {
  const titles = [field.title, ...(field.anyOf ?? []).map((branch) => branch.title)];
  const name = titles.map((title) => ownTables.get(title)).find((found) => found !== undefined);
  return name === undefined || name === owner ? '' : ` ([${name}](#${anchors[name]}))`;
}

function typeText(field) {
  if (field.anyOf !== undefined) return [...new Set(field.anyOf.map(typeText))].join(' or ');
  if (field.const !== undefined) return `\`${JSON.stringify(field.const)}\``;
  if (field.enum !== undefined) return field.enum.length > 8 ? 'name of a data type' : field.enum.map((v) => `\`${JSON.stringify(v)}\``).join(' or ');
  switch (field.type) {
    case 'integer': return `integer${rangeText(field)}`;
    case 'number': return `number${rangeText(field)}`;
    case 'string': return 'text';
    case 'boolean': return '`true` or `false`';
    case 'array': return 'list';
    default: return field.properties !== undefined && Object.keys(field.properties).length < 3 ? `{ ${Object.entries(field.properties).map(([key, value]) => `${key}: ${typeText(value)}`).join('; ')} }` : 'object';
  }
}

function rangeText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }) {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  const parts = [[minimum, 'at least'], [exclusiveMinimum, 'above'], [maximum, 'at most'], [exclusiveMaximum, 'below']].flatMap(([limit, word]) => (limit === undefined ? [] : [`${word} ${limit}`]));
  return parts.length === 0 ? '' : `, ${parts.join(' and ')}`;
}

function sentence(text) {
  return text === '' || text.endsWith('.') ? text : `${text}.`;
}
