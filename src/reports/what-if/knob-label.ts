/** Words of paths that are not their own names. */
const words: Readonly<Record<string, string>> = {
  kib: 'KiB', mib: 'MiB', nm: 'nm', sms: 'multiprocessors', pes: 'PEs', dsp: 'DSP', sm: 'multiprocessor', kv: 'KV', l2: 'L2', m: 'M', n: 'N', k: 'K', pe: 'PE', hbm: 'HBM', ddr: 'DDR', dram: 'DRAM',
  mac: 'MAC', macs: 'MACs',
};

/** What a setting is called, from its path in the experiment: `architecture.parameters.buffers.weights.kib` is "Buffers · weights · KiB". */
export function labelOf(path: string): string {
  const spoken = path.replace(/^(?:architecture\.parameters|architecture\.device|architecture|workload\.scenario|workload)\.(?:options\.)?/, '')
    .split('.').map((part) => part.replace(/([a-z\d])([A-Z])/g, '$1 $2').split(' ').map((word) => words[word.toLowerCase()] ?? word.toLowerCase()).join(' ')).join(' · ');
  return spoken.charAt(0).toUpperCase() + spoken.slice(1);
}
