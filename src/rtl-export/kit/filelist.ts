/** `filelist.f`: the synthesisable sources, the top last, as `iverilog -f` and `verilator -f` read them from the exported folder. */
export function fileList(sources: readonly string[]): string {
  return `${sources.join('\n')}\n`;
}
