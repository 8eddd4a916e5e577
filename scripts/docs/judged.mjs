import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** Every system of the validation, judged, with the rows of its tables. */
export function judge({ validationSystems, judgeSystem, example }) {
  const tables = (file) => JSON.parse(readFileSync(join(root, 'reference', file), 'utf8'));
  return validationSystems(example).map((system) => {
    const sections = system.tables.flatMap(({ file, section }) => tables(file)[section] ?? []);
    return { ...judgeSystem(system, tables, system.fidelities[0]), summary: system.summary, references: new Map(sections.map((row) => [String(row.id), row])) };
  });
}
