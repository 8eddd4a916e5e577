// Synthesises a list of RTL tiles with Yosys and writes what they take, for the LUT and FF models of the families (`tile/fabric.ts`).
//   node scripts/sweep-synthesis.mjs [output] [--compiled=folder] [--jobs=2] [--only=text]
// after a build; the default output is reference/synthesis-sweep.json. Yosys is that of the npm package, so that numbers are the same
// everywhere. Ten minutes or so with two jobs on two free cores. `--only` synthesises just the points whose id has the text, for a look at them.
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const target = 'xcup';

/** depth, columns, chain, n, m, weightMin, groupBits, shift */
const dspChainPoints = {
  fit: [
    [1, 1, 1, 1, 1, -128, 18, 0],
    [4, 1, 4, 2, 4, -128, 27, 8],
    [4, 2, 2, 1, 4, -128, 22, 16],
    [8, 1, 8, 8, 8, -127, 27, 24],
    [8, 2, 8, 4, 8, -128, 24, 24],
    [8, 1, 4, 2, 8, -128, 27, 47],
    [6, 3, 4, 2, 2, -127, 20, 1],
    [2, 4, 1, 1, 2, -128, 21, 12],
    [3, 1, 3, 1, 8, -128, 27, 24],
    [5, 1, 2, 1, 1, -128, 27, 33],
    [12, 1, 5, 4, 16, -128, 27, 30],
    [8, 4, 8, 4, 4, -127, 27, 20],
    [16, 1, 16, 16, 16, -128, 27, 24],
    [16, 1, 4, 4, 16, -127, 26, 24],
    [16, 2, 8, 8, 16, -128, 27, 24],
    [16, 4, 8, 8, 8, -127, 27, 24],
  ],
  test: [
    [1, 4, 1, 1, 2, -127, 19, 5],
    [2, 1, 2, 1, 2, -128, 27, 24],
    [4, 2, 4, 2, 32, -128, 27, 24],
    [4, 6, 4, 4, 8, -127, 27, 10],
    [7, 3, 4, 1, 2, -128, 27, 16],
    [8, 8, 8, 8, 8, -128, 27, 24],
    [9, 1, 3, 1, 16, -128, 22, 40],
    [10, 2, 7, 2, 4, -128, 25, 24],
    [12, 2, 12, 4, 8, -128, 27, 24],
    [14, 2, 6, 2, 2, -128, 27, 0],
    [16, 1, 8, 2, 4, -127, 27, 24],
    [16, 3, 16, 16, 16, -128, 24, 28],
    [16, 8, 8, 8, 16, -128, 27, 24],
    [24, 1, 24, 8, 8, -128, 27, 24],
    [6, 1, 1, 1, 2, -128, 27, 24],
    [11, 2, 2, 1, 2, -128, 27, 18],
    [16, 1, 1, 4, 8, -127, 27, 43],
  ],
};

const integers = (bits) => ({ kind: 'integer', bits });
const floats = (bits, ...specials) => ({ kind: 'float', bits, specials });
const bitmod3 = floats(3, 3, -3, 6, -6);
const bitmod4 = floats(4, 5, -5, 8, -8);
const fp3 = floats(3, 0, 0, 0, 0);
const fp4 = floats(4, 0, 0, 0, 0);

/** rows, columns, format */
const bitSerialPoints = {
  fit: [
    [1, 1, integers(4)],
    [1, 1, integers(8)],
    [1, 1, integers(2)],
    [1, 1, bitmod4],
    [1, 2, fp4],
    [2, 1, integers(6)],
    [4, 1, integers(3)],
    [1, 4, integers(5)],
    [2, 2, bitmod3],
    [2, 2, bitmod4],
    [3, 2, integers(8)],
    [4, 2, fp3],
    [2, 3, integers(7)],
    [8, 1, bitmod3],
    [4, 4, integers(4)],
  ],
  test: [
    [1, 1, bitmod3],
    [2, 1, bitmod4],
    [1, 2, integers(3)],
    [2, 2, integers(2)],
    [1, 3, integers(7)],
    [3, 1, fp4],
    [5, 1, integers(8)],
    [2, 2, floats(4, 2.5, -7, 12, 0)],
    [1, 8, integers(4)],
    [3, 3, integers(6)],
    [2, 4, bitmod3],
    [4, 3, bitmod4],
    [6, 2, integers(5)],
    [8, 2, bitmod4],
    [2, 1, fp3],
    [3, 6, integers(4)],
  ],
};

/** The points of the sweep, each with its design. */
function sweepPoints({ tileDesign, bitSerialTileDesign }) {
  const numbered = (points) => ['fit', 'test'].flatMap((use) => points[use].map((values) => ({ use, values })))
    .map((point, i) => ({ ...point, number: String(i + 1).padStart(2, '0') }));
  return [
    ...numbered(dspChainPoints).map(({ use, number, values: [depth, columns, chain, n, m, weightMin, groupBits, shift] }) => {
      const parameters = { depth, columns, chain, n, m, weightMin, groupBits, shift };
      return { id: `dsp-chain-${number}`, family: 'dsp-chain', parameters, use, design: tileDesign(parameters) };
    }),
    ...numbered(bitSerialPoints).map(({ use, number, values: [rows, columns, format] }) => {
      const parameters = { rows, columns, format };
      return { id: `bit-serial-${number}`, family: 'bit-serial', parameters, use, design: bitSerialTileDesign(parameters, []) };
    }),
  ];
}

/** The rows of the sweep, in the order of the points; `jobs` threads work at once. */
async function sweepRows({ synthesise, withSharedSources }, yosys, points, jobs) {
  const rows = new Array(points.length);
  let next = 0;
  const work = async () => {
    while (next < points.length) {
      const at = next++;
      const { design, ...point } = points[at];
      const start = performance.now();
      const parameters = Object.fromEntries(design.parameters.map(({ name, value }) => [name, value]));
      const counts = await synthesise(yosys, { sources: withSharedSources(design.sources), top: design.core, parameters }, target);
      const { lut, lutLogic, lutShift, ff, dsp, carry } = counts;
      rows[at] = { ...point, lut, lutLogic, lutShift, ff, dsp, carry };
      process.stderr.write(`${point.id} ${JSON.stringify(point.parameters)}: ${lut} LUT, ${ff} FF, ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return rows;
}

/** SHA-256 of a family's Verilog without its comments and spaces: a sweep of other Verilog has another one. */
export function codeDigest(digestOf, sources) {
  return digestOf(Object.fromEntries(Object.entries(sources).map(([file, text]) => [file, text.replace(/\/\/.*|\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ').trim()])));
}

async function sweep({ output, compiled, jobs, only }) {
  const load = (path) => import(pathToFileURL(join(compiled, path)).href);
  const product = {
    ...await load('rtl-export/runners/yosys.js'),
    ...await load('rtl-export/runners/synthesis.js'),
    ...await load('rtl-export/kit/shared-sources.js'),
    ...await load('arch/dsp-chain/rtl.js'),
    ...await load('arch/bit-serial/rtl.js'),
    ...await load('sim/core/digest.js'),
  };
  const yosys = await product.wasmYosys();
  const points = sweepPoints(product);
  const chosen = points.filter(({ id }) => id.includes(only));
  const rows = await sweepRows(product, yosys, chosen, jobs);
  const familyOf = (name) => points.find(({ family }) => family === name).design.sources;
  const header = {
    title: 'LUT and FF of the RTL tiles after synthesis, by tile parameters',
    yosys: yosys.version,
    target,
    command: `synth_xilinx -family ${target} -flatten -noiopad -noclkbuf -nowidelut`,
    produced: 'node scripts/sweep-synthesis.mjs',
    use: 'fit: the coefficients of tile/fabric.ts are least squares over these rows; test: they are judged by these rows and by no others',
    units: {
      lut: 'LUTs: lutLogic + lutShift', lutLogic: 'LUT1 to LUT6', lutShift: 'shift registers in LUTs, SRL16E and SRLC32E',
      ff: 'FDRE and FDSE, those that a vendor\'s tool packs into DSP blocks among them', dsp: 'DSP48E2', carry: 'CARRY4',
    },
    verilogSha256: Object.fromEntries(['dsp-chain', 'bit-serial'].map((name) => [name, codeDigest(product.digestOf, product.withSharedSources(familyOf(name)))])),
  };
  const lines = rows.map((row) => JSON.stringify(row)).join(',\n');
  writeFileSync(output, `{"header": ${JSON.stringify(header, null, 1)},\n"rows": [\n${lines}\n]}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const words = process.argv.slice(2);
  const option = (name, fallback) => words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? fallback;
  await sweep({
    output: resolve(words.find((word) => !word.startsWith('--')) ?? join(root, 'reference', 'synthesis-sweep.json')),
    compiled: resolve(option('compiled', join(root, 'dist'))),
    jobs: Number(option('jobs', '2')),
    only: option('only', ''),
  });
}
