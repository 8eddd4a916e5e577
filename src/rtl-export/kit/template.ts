const placeholder = /@([A-Z][A-Z0-9_]*)@/g;
const alone = /^([ \t]*)@([A-Z][A-Z0-9_]*)@$/;

/**
 * A template with every `@NAME@` replaced by its value, which is taken as it is: nothing in it is replaced again. A placeholder alone on its
 * line takes several lines, each with its indentation, or none, and then the line goes. A placeholder without a value and a value without a
 * placeholder are errors.
 */
export function fillTemplate(template: string, values: Readonly<Record<string, string>>): string {
  const used = new Set<string>();
  const valueOf = (name: string): string => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`the placeholder @${name}@ has no value`);
    used.add(name);
    return value;
  };
  const filled = template.split('\n').flatMap((line) => {
    const [, indent, name] = alone.exec(line) ?? [];
    if (indent === undefined || name === undefined) return [line.replace(placeholder, (_, inside: string) => valueOf(inside))];
    const value = valueOf(name);
    return value === '' ? [] : value.split('\n').map((part) => (part === '' ? '' : indent + part));
  });
  const unknown = Object.keys(values).filter((name) => !used.has(name));
  if (unknown.length > 0) throw new Error(`the template has no placeholder for ${unknown.join(', ')}`);
  return filled.join('\n');
}
