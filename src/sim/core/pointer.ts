/** The JSON pointer (RFC 6901) of `key` inside the value at `parent`. */
export function childPointer(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** The keys and indices of a JSON pointer; none for the pointer of the whole document. */
export function pointerParts(pointer: string): string[] {
  return pointer.split('/').slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The index that a part of a pointer stands for, or undefined when it is none. */
export function indexOf(part: string): number | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(part) ? Number(part) : undefined;
}

/** The value at a pointer, or undefined when there is none. Inherited properties are not values. */
export function valueAt(value: unknown, pointer: string): unknown {
  let current = value;
  for (const part of pointerParts(pointer)) {
    if (typeof current !== 'object' || current === null) return undefined;
    if (Array.isArray(current)) {
      const index = indexOf(part);
      current = index === undefined ? undefined : (current as readonly unknown[])[index];
    } else {
      current = Object.hasOwn(current, part) ? (current as Readonly<Record<string, unknown>>)[part] : undefined;
    }
  }
  return current;
}
