import type { ValidationError } from './validators.js';

type Schema = Readonly<Record<string, unknown>>;

/**
 * The errors without the noise of unions. A validator tells of a broken union what every branch dislikes, then the union itself; here only
 * the branch that the value was meant for speaks, by its JSON type and then by the fewest errors, or the union alone where no branch has that type.
 */
export function collapseUnions(errors: readonly ValidationError[]): ValidationError[] {
  const kept: ValidationError[] = [];
  for (const error of errors) {
    if (error.keyword !== 'anyOf') {
      kept.push(error);
      continue;
    }
    // What the branches dislike stands right before the union; inner unions are collapsed already.
    let first = kept.length;
    while (first > 0 && isInside(kept[first - 1]!.instancePath, error.instancePath)) first--;
    kept.push(...meantErrors(kept.splice(first), error));
  }
  return kept;
}

function isInside(path: string, parent: string): boolean {
  return path === parent || path.startsWith(`${parent}/`);
}

function meantErrors(fromBranches: readonly ValidationError[], union: ValidationError): readonly ValidationError[] {
  const branches = union.parentSchema['anyOf'] as readonly Schema[];
  const meant = branches.filter((branch) => hasType(branch, union.data));
  if (meant.length === 0) return [union];
  const found = fromBranches.filter((e) => e.instancePath !== union.instancePath || (e.keyword !== 'type' && hasType(e.parentSchema, e.data)));
  const allowed = found.flatMap((e) => (e.instancePath === union.instancePath ? allowedValues(e) : []));
  if (allowed.length > 0) {
    const others = branches.filter((branch) => !hasType(branch, union.data));
    return [{ ...union, keyword: 'enum', parentSchema: { enum: allowed, anyOf: others } }];
  }
  return meant.length === 1 ? found : fewest(found, union);
}

/** The errors of the branch with the fewest, a wrong constant (its kind) counting more than all else. */
function fewest(errors: readonly ValidationError[], union: ValidationError): readonly ValidationError[] {
  const byBranch = new Map<string, ValidationError[]>();
  for (const error of errors) {
    const branch = error.schemaPath.startsWith(`${union.schemaPath}/`) ? error.schemaPath.slice(union.schemaPath.length + 1).split('/', 1)[0]! : '';
    const others = byBranch.get(branch);
    if (others === undefined) byBranch.set(branch, [error]);
    else others.push(error);
  }
  const weight = (found: readonly ValidationError[]): number => found.reduce((sum, e) => sum + (e.keyword === 'const' ? 1000 : 1), 0);
  return [...byBranch.values()].sort((a, b) => weight(a) - weight(b))[0] ?? [union];
}

function allowedValues(error: ValidationError): readonly unknown[] {
  if (error.keyword === 'const') return [error.parentSchema['const']];
  return error.keyword === 'enum' ? (error.parentSchema['enum'] as readonly unknown[]) : [];
}

/** True where the value has the JSON type that the schema asks for, or the schema asks for none. */
function hasType(schema: Schema, value: unknown): boolean {
  const type = schema['type'];
  if (type === undefined) return true;
  if (value === null) return type === 'null';
  if (Array.isArray(value)) return type === 'array';
  return type === typeof value || (type === 'integer' && typeof value === 'number');
}
