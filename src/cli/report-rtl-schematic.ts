import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { RtlDesign } from '../rtl-export/kit/design.js';
import { InputError } from '../sim/core/diagnostics.js';
import { isRecord } from '../sim/core/is-record.js';

/** Draws a netlist of Yosys as SVG. */
export type SchematicRenderer = (netlist: object) => Promise<unknown>;

/** The drawing of the top level, or why there is none. */
export type Schematic = { readonly svg: string } | { readonly reason: string };

/** Cells of the top level that are drawn at most: beyond, nobody reads it. */
const mostCells = 60;
const packageName = 'netlistsvg';

/** What the package netlistsvg draws with, where it is installed; null where it is not. It is loaded here and never bundled, since what it stands on has another licence. */
export async function netlistsvgRenderer(): Promise<SchematicRenderer | null> {
  try {
    const skin = readFileSync(join(dirname(createRequire(import.meta.url).resolve(`${packageName}/package.json`)), 'lib', 'default.svg'), 'utf8');
    const loaded = await import(packageName) as { readonly default?: { readonly render?: (skin: string, netlist: object) => Promise<unknown> } };
    const render = loaded.default?.render;
    return typeof render === 'function' ? (netlist) => render(skin, netlist) : null;
  } catch {
    return null;
  }
}

/** The top level of a design with its modules as boxes. What goes wrong on the way is a reason, as a page is whole without it. */
export async function schematicOf(design: RtlDesign, timeLimitMs: number, loadRenderer: () => Promise<SchematicRenderer | null> = netlistsvgRenderer): Promise<Schematic> {
  const render = await loadRenderer();
  if (render === null) return { reason: `it needs the package ${packageName}, which is not installed: npm install ${packageName}@1.0.2` };
  const { anyYosys } = await import('../rtl-export/runners/check-design.js');
  const { readTop } = await import('../rtl-export/runners/verilog-top.js');
  try {
    const { files, commands } = readTop({ sources: design.sources, top: design.core });
    const run = await (await anyYosys()).run([...commands, 'proc', 'opt_clean', `write_json ${file}`].join('; '), files, { timeLimitMs });
    const text = run.files[file];
    const top = text === undefined ? null : topLevel(JSON.parse(text), design.core);
    if (top === null) return { reason: 'Yosys did not take its sources.' };
    if (Object.keys(top.cells).length > mostCells) return { reason: `its top level has ${Object.keys(top.cells).length} cells, more than anybody reads.` };
    const svg = await render({ modules: { [design.core]: top } });
    return typeof svg === 'string' ? { svg } : { reason: `${packageName} gave no drawing.` };
  } catch (error) {
    return { reason: error instanceof InputError ? error.problems.map(({ message }) => message).join('; ') : `${packageName} failed: ${error instanceof Error ? error.message : String(error)}` };
  }
}

const file = 'schematic.json';

/** A module of what Yosys wrote, its cells with the names that their modules have in the source. */
function topLevel(written: unknown, name: string): { readonly cells: Readonly<Record<string, object>> } | null {
  const modules = isRecord(written) ? written['modules'] : undefined;
  const top = isRecord(modules) ? modules[name] : undefined;
  const cells = isRecord(top) ? top['cells'] : undefined;
  if (!isRecord(top) || !isRecord(cells)) return null;
  return { ...top, cells: Object.fromEntries(Object.entries(cells).filter((entry): entry is [string, Record<string, unknown>] => isRecord(entry[1])).map(([instance, cell]) => [instance, { ...cell, type: sourceName(String(cell['type'])) }])) };
}

/** `$paramod$1f0...\lane_tile` and `$paramod\lane_tile\WIDTH=8` are both of `lane_tile`. */
function sourceName(type: string): string {
  return /^\$paramod(?:\$[0-9a-f]+)?\\(\w+)/.exec(type)?.[1] ?? type;
}
