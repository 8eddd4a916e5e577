// Synthesises lists of RTL designs with Yosys and writes what they take, for the LUT and FF models of the families (`fabric.ts` of a tile).
//   node scripts/sweep-synthesis.mjs FAMILY [output] [--compiled=folder] [--jobs=1] [--only=text] [--keep]
// after a build. The designs are those of `scripts/sweeps/FAMILY.mjs`; the default output is reference/synthesis/FAMILY.json. Without a family
// it is reference/synthesis-sweep.json, which has the families that were swept first. Yosys is that of the npm package, so that numbers are the
// same everywhere; a design takes 5 to 30 seconds. `--only` synthesises just the points whose id has the text, for a look at them; `--keep` takes
// the rows that the output has for the same point and the same Verilog.
//
// A data module exports `modules`, compiled modules that it needs, and `designs(product)`: { use: 'fit' or 'test', parameters, design } of each
// point, where `product` has everything that these modules export, and `design` has `core`, `sources` and `parameters` as an RtlDesign has them. One
// that exports `memoriesOnly` asks for nothing but blocks of memory, which takes a tenth of the time.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = 'xcup';
/** Families of reference/synthesis-sweep.json. */
const firstFamilies = ['dsp-chain', 'bit-serial'];

/** The points of a family, numbered, each with its design. */
async function pointsOf(family, load) {
  const { modules, designs, memoriesOnly = false } = await import(pathToFileURL(join(root, 'scripts', 'sweeps', `${family}.mjs`)).href);
  const product = Object.assign({}, ...await Promise.all(modules.map(load)));
  return designs(product).map(({ use, parameters, design }, i) => ({ id: `${family}-${String(i + 1).padStart(2, '0')}`, family, parameters, use, design, memoriesOnly }));
}

/** The rows of the sweep, in the order of the points; `jobs` threads work at once. `kept` has rows by id and parameters. */
async function sweepRows({ synthesise, memoryBlocks, withSharedSources }, yosys, points, jobs, kept, write) {
  const rows = new Array(points.length);
  let next = 0;
  const work = async () => {
    while (next < points.length) {
      const at = next++;
      const { design, memoriesOnly, ...point } = points[at];
      const found = kept.get(JSON.stringify(point));
      if (found !== undefined) {
        rows[at] = found;
        continue;
      }
      const start = performance.now();
      const parameters = Object.fromEntries(design.parameters.map(({ name, value }) => [name, value]));
      const counts = await (memoriesOnly ? memoryBlocks : synthesise)(yosys, { sources: withSharedSources(design.sources), top: design.core, parameters }, target);
      const row = memoriesOnly ? memoriesOfRow(counts) : countsOfRow(counts);
      rows[at] = { ...point, ...row };
      write(rows);
      process.stderr.write(`${point.id} ${JSON.stringify(point.parameters)}: ${JSON.stringify(row)}, ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return rows;
}

function countsOfRow({ lut, lutLogic, lutShift, ff, dsp, carry, ...others }) {
  return { lut, lutLogic, lutShift, ff, dsp, carry, ...memoriesOfRow(others) };
}

/** Memories are in a row only where there are some. */
function memoriesOfRow(counts) {
  return Object.fromEntries(['lutMemory', 'bram36', 'bram18', 'uram'].filter((name) => counts[name] > 0).map((name) => [name, counts[name]]));
}

/** SHA-256 of Verilog without its comments and spaces: a sweep of other Verilog has another one. */
export function codeDigest(digestOf, sources) {
  return digestOf(Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, text.replace(/\/\/.*|\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').trim()])));
}

async function sweep({ families, output, compiled, jobs, only, keep }) {
  const load = (path) => import(pathToFileURL(join(compiled, path)).href);
  const product = Object.assign({}, ...await Promise.all(['rtl-export/runners/yosys.js', 'rtl-export/runners/synthesis.js', 'rtl-export/runners/memory-blocks.js', 'rtl-export/kit/shared-sources.js', 'sim/core/digest.js'].map(load)));
  const yosys = await product.wasmYosys();
  const points = (await Promise.all(families.map((family) => pointsOf(family, load)))).flat();
  const sourcesOf = (name) => Object.assign({}, ...points.filter(({ family }) => family === name).map(({ design }) => product.withSharedSources(design.sources)));
  const verilogSha256 = Object.fromEntries(families.map((name) => [name, codeDigest(product.digestOf, sourcesOf(name))]));
  const chosen = points.filter(({ id }) => id.includes(only));
  const memories = points.every(({ memoriesOnly }) => memoriesOnly);
  const header = {
    title: memories ? 'Blocks of memory of RTL designs after synthesis, by their parameters' : 'LUT and FF of RTL designs after synthesis, by their parameters',
    yosys: yosys.version,
    target,
    command: `synth_xilinx -family ${target} -flatten -noiopad -noclkbuf -nowidelut${memories ? ' -run prepare:map_ffs' : ''}`,
    produced: `node scripts/sweep-synthesis.mjs${families === firstFamilies ? '' : ` ${families.join(' ')}`}`,
    use: memories ? 'test: nothing is fitted to these rows' : 'fit: the coefficients of the LUT model (fabric.ts of the tile) are least squares over these rows; test: they are judged by these rows and by no others',
    units: memories ? { bram36: 'RAMB36', bram18: 'RAMB18', uram: 'URAM288; none of a kind where it is not given' } : {
      lut: 'LUTs: lutLogic + lutShift + lutMemory', lutLogic: 'LUT1 to LUT6', lutShift: 'shift registers in LUTs, SRL16E and SRLC32E', lutMemory: 'LUTs of LUTRAM; not given where there are none, as the other memories',
      ff: 'FDRE and FDSE, those that a vendor\'s tool packs into DSP blocks among them', dsp: 'DSP48E2', carry: 'CARRY4', bram36: 'RAMB36', bram18: 'RAMB18', uram: 'URAM288',
    },
    verilogSha256,
  };
  const write = (rows) => {
    mkdirSync(dirname(output), { recursive: true });
    const lines = rows.filter((row) => row !== undefined).map((row) => JSON.stringify(row)).join(',\n');
    writeFileSync(output, `{"header": ${JSON.stringify(header, null, 1)},\n"rows": [\n${lines}\n]}\n`);
  };
  write(await sweepRows(product, yosys, chosen, jobs, keep ? keptRows(output, header) : new Map(), write));
}

/** Rows of an earlier sweep of the same Verilog with the same Yosys, by what they were made of. */
function keptRows(output, { yosys, verilogSha256 }) {
  if (!existsSync(output)) return new Map();
  const { header, rows } = JSON.parse(readFileSync(output, 'utf8'));
  const isSame = ({ family }) => header.yosys === yosys && header.verilogSha256[family] === verilogSha256[family];
  return new Map(rows.filter(isSame).map((row) => {
    const { id, family, parameters, use } = row;
    return [JSON.stringify({ id, family, parameters, use }), row];
  }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const words = process.argv.slice(2);
  const option = (name, fallback) => words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? fallback;
  const [family, output] = words.filter((word) => !word.startsWith('--'));
  await sweep({
    families: family === undefined ? firstFamilies : [family],
    output: resolve(output ?? join(root, 'reference', ...(family === undefined ? ['synthesis-sweep.json'] : ['synthesis', `${family}.json`]))),
    compiled: resolve(option('compiled', join(root, 'dist'))),
    jobs: Number(option('jobs', '1')),
    only: option('only', ''),
    keep: words.includes('--keep'),
  });
}
