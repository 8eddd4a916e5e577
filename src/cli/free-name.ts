/** The name of an experiment as the name of a file, different from those that are taken; it is taken then. */
export function freeName(name: string, taken: Set<string>): string {
  const base = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[.-]+/, '') || 'experiment';
  let free = base;
  for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${base}-${i}`;
  taken.add(free.toLowerCase());
  return free;
}
