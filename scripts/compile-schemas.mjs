// Writes the JSON Schema files and compiles the validators ahead, so that no code is made at run time.
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';

const standaloneCode = createRequire(import.meta.url)('ajv/dist/standalone').default;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** `compiled`: the folder of the compiled sources; gets `experiment/validators.js`. `schemas`: the folder of the JSON Schema files. */
export async function compileSchemas({ compiled, schemas: folder }) {
  const load = (path) => import(pathToFileURL(join(compiled, path)).href);
  const plain = (schema) => (({ $id, ...rest }) => rest)(JSON.parse(JSON.stringify(schema)));
  const kinds = Object.entries({ ...(await load('experiment/schema/index.js')).schemas, ...(await load('gym/schema/index.js')).gymSchemas, ...(await load('serving/schema/index.js')).servingSchemas }).map(([name, schema]) => ({ name, schema: plain(schema) }));
  const families = await Promise.all((await load('arch/registry.js')).families.map(async ({ name, schema }) => ({ name, schema: plain(await schema()) })));

  mkdirSync(folder, { recursive: true });
  for (const { name, schema } of [...kinds, ...families]) {
    const document = { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `archsim:${name}`, ...(name === 'experiment' ? withParameters(schema, families) : schema) };
    // `discriminator` is no keyword of draft 2020-12: `oneOf` says the same to others.
    writeIfNew(join(folder, `${name}.schema.json`), `${JSON.stringify(document, (key, value) => (key === 'discriminator' ? undefined : value), 2)}\n`);
  }

  writeFileSync(join(compiled, 'experiment', 'validators.js'), validatorsCode(kinds, families));
  // tsc does not copy declarations that are written by hand.
  copyFileSync(join(root, 'src', 'experiment', 'validators.d.ts'), join(compiled, 'experiment', 'validators.d.ts'));
}

function writeIfNew(path, text) {
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  writeFileSync(path, text);
}

/** The schema of experiments for editors: the parameters are those of the chosen family. */
function withParameters(schema, families) {
  const allOf = families.map((family) => ({
    if: { properties: { family: { const: family.name } }, required: ['family'] },
    then: { properties: { parameters: family.schema } },
  }));
  return { ...schema, properties: { ...schema.properties, architecture: { ...schema.properties.architecture, allOf } } };
}

/** A module that exports a validator for each kind of file, and `families` with one for the parameters of each architecture family. */
function validatorsCode(kinds, families) {
  const named = [...kinds, ...families.map(({ schema }, i) => ({ name: `family${i}`, schema }))];
  const { parts, shared } = shareParts(named.map(({ name, schema }) => ({ name, schema: rulesOf(schema) })));
  const ajv = new Ajv2020({
    allErrors: true, strict: true, discriminator: true, verbose: true, unicode: false, messages: false, logger: false, inlineRefs: false,
    code: { source: true, esm: true, lines: true },
    schemas: [{ $id: 'archsim:parts', $defs: parts }, ...shared.map(({ name, schema }) => ({ $id: `archsim:${name}`, ...schema }))],
  });
  const code = standaloneCode(ajv, Object.fromEntries(named.map(({ name }) => [name, `archsim:${name}`])))
    // ajv copies all errors so far for each part that has one: minutes for a large file that is wrong throughout.
    .replace(/vErrors === null \? (\w+)\.errors : vErrors\.concat\(\1\.errors\)/g, 'joined(vErrors, $1.errors)');
  refuse(code, /\brequire\s*\(|\bimport\s*[({*"']|^\s*import\b|\beval\s*\(|\bnew\s+Function\b/m, 'must stand alone: leave out the schema keyword that needs');
  refuse(code, /\.concat\(/, 'must not copy errors: teach the replacement above to find');
  return `// Written by scripts/compile-schemas.mjs from the schemas of src/experiment and src/arch: do not edit.
${code}
export const families = { ${families.map(({ name }, i) => `${JSON.stringify(name)}: family${i}`).join(', ')} };
function joined(all, more) {
if (all === null) return more;
for (const error of more) all.push(error);
return all;
}
`;
}

function refuse(code, pattern, rule) {
  const found = pattern.exec(code);
  if (found !== null) throw new Error(`the validators ${rule} ${JSON.stringify(code.slice(found.index, found.index + 80))}`);
}

/** A copy of a schema in which each schema directly inside it is `change(inner, place)`; `place` is how it is held. */
function mapInner(schema, change) {
  const copy = { ...schema };
  for (const key of ['items', 'additionalProperties']) if (typeof copy[key] === 'object') copy[key] = change(copy[key], { key });
  for (const key of ['anyOf', 'oneOf', 'prefixItems']) if (key in copy) copy[key] = copy[key].map((inner) => change(inner, { key }));
  if ('properties' in copy) copy.properties = Object.fromEntries(Object.entries(copy.properties).map(([name, inner]) => [name, change(inner, { key: 'properties', name })]));
  return copy;
}

/** The schema without words, but for those that tell what a required field is when it is missing. */
function rulesOf(schema, isRequired = false) {
  const { title, default: _default, description, examples, ...rules } = mapInner(schema, (inner, { name }) => rulesOf(inner, schema.required?.includes(name)));
  return isRequired ? { ...rules, description, examples } : rules;
}

/** The schemas with their common parts taken out, so that each is compiled once: less than half of the code. */
function shareParts(documents) {
  const counts = new Map();
  const names = new Map();
  const parts = {};
  const keyOf = ({ description, examples, ...rules }) => JSON.stringify(rules);
  // The kind is what a discriminator looks for, and branches of equal type are told apart by where their errors come from.
  const stays = (schema, place) => place.name === 'kind' || (place.key === 'anyOf' && schema.anyOf.filter((b) => b.type === 'object').length > 1);
  const count = (schema) => {
    counts.set(keyOf(schema), (counts.get(keyOf(schema)) ?? 0) + 1);
    mapInner(schema, (inner, place) => (stays(schema, place) ? inner : count(inner)));
    return schema;
  };
  const share = (schema) => {
    const key = keyOf(schema);
    if (counts.get(key) < 2 || key.length < 30) return shareInner(schema);
    const { description, examples, ...rules } = schema;
    if (!names.has(key)) {
      names.set(key, `part${names.size}`);
      parts[names.get(key)] = shareInner(rules);
    }
    return JSON.parse(JSON.stringify({ type: rules.type, description, examples, $ref: `archsim:parts#/$defs/${names.get(key)}` }));
  };
  const shareInner = (schema) => mapInner(schema, (inner, place) => (stays(schema, place) ? inner : place.key === 'oneOf' ? shareInner(inner) : share(inner)));

  documents.forEach(({ schema }) => count(schema));
  return { shared: documents.map(({ name, schema }) => ({ name, schema: share(schema) })), parts };
}
