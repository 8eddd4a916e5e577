/* Which folder may import which: the one-way table of ARCHITECTURE.md, checked by `npm run lint`. */
const layers = {
  'sim/core': [],
  'sim/model': ['sim/core'],
  'sim/numerics': ['sim/core', 'sim/model'],
  'sim/memory': ['sim/core', 'sim/model'],
  'sim/physical': ['sim/core', 'sim/model'],
  'sim/engine': ['sim'],
  'workloads': ['sim'],
  'rtl-export/kit': ['sim'],
  'reports': ['sim'],
  'reports/what-if': ['sim', 'experiment', 'serving', 'arch', 'workloads', 'reports'],
  'experiment': ['sim', 'workloads', 'arch'],
  'serving': ['sim', 'experiment'],
  'gym': ['sim', 'experiment'],
  'mcp': ['sim', 'experiment', 'gym'],
  'validation': ['sim', 'workloads', 'arch', 'experiment', 'serving', 'gym', 'reports'],
};
const pure = '^src/(sim|workloads|arch|experiment|serving|reports|rtl-export/kit|gym/(problem|measure|agents|schema|surrogate|env|lottery))/';
const folders = (names) => names.map((name) => `^src/${name}/`).join('|');
/* Of these a folder may import types, and nothing that runs. */
const types = { reports: ['gym', 'validation', 'experiment', 'serving', 'rtl-export/kit'] };
const rules = Object.entries(layers).flatMap(([layer, allowed]) => {
  const inner = Object.keys(layers).filter((other) => other.startsWith(`${layer}/`));
  const from = { path: `^src/${layer}/`, ...(inner.length === 0 ? {} : { pathNot: folders(inner) }) };
  const name = `${layer.replace('/', '-')}-imports`;
  const own = folders([layer, ...allowed]);
  return [
    { name, severity: 'error', from, to: { path: '^src/', pathNot: folders([layer, ...allowed, ...types[layer] ?? []]) } },
    ...(types[layer] === undefined ? [] : [{ name: `${name}-types`, severity: 'error', from, to: { path: folders(types[layer]), pathNot: own, dependencyTypesNot: ['type-only'] } }]),
  ];
});
module.exports = {
  forbidden: [
    ...rules,
    { name: 'arch-imports', severity: 'error', from: { path: '^src/arch/' }, to: { path: '^src/', pathNot: '^src/(arch|sim|rtl-export/kit)/' } },
    { name: 'one-architecture-never-imports-another', severity: 'error',
      from: { path: '^src/arch/([^/]+)/' }, to: { path: '^src/arch/[^/]+/', pathNot: '^src/arch/$1/' } },
    { name: 'runners-import-the-kit-and-sim', severity: 'error', from: { path: '^src/rtl-export/runners/' }, to: { path: '^src/', pathNot: '^src/(rtl-export|sim)/' } },
    { name: 'only-the-command-line-imports-runners', severity: 'error', from: { pathNot: '^src/(cli|rtl-export/runners)/' }, to: { path: '^src/rtl-export/runners/' } },
    { name: 'families-do-not-import-their-verilog', severity: 'error', from: { path: '^src/(experiment|arch/registry|arch/[^/]+/(family|machine))' }, to: { path: '^src/arch/(rtl-registry|[^/]+/rtl)', reachable: true } },
    { name: 'nobody-imports-the-command-line', severity: 'error', from: { pathNot: '^src/cli/' }, to: { path: '^src/cli/' } },
    { name: 'pure-code-has-no-node-built-ins', severity: 'error', from: { path: pure }, to: { dependencyTypes: ['core'] } },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    { name: 'no-orphans', severity: 'error', from: { orphan: true, path: '^src/', pathNot: ['\\.d\\.ts$', '^src/reports/client/main\\.ts$'] }, to: {} },
  ],
  options: { doNotFollow: { path: 'node_modules' }, tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] } },
};
