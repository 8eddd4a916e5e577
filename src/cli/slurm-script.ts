/** A search in parts, as a script is written for it. */
export interface PartsJob {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly parts: number;
  /** Options of `archsim explore`, and the study. */
  readonly arguments: Readonly<Record<string, string | readonly string[]>>;
}

/** The script of an array of jobs for Slurm, one a part. A part that is started again goes on where it was. */
export function slurmScript({ name, folder, parts, arguments: { study = '', ...options } }: PartsJob): string {
  const words = Object.entries(options).flatMap(([option, values]) => [values].flat().map((value) => `--${option} ${shellQuoted(value)}`));
  return `#!/bin/bash
# ${parts} parts of one search, each on one core. Write your own limits here, or give them to sbatch.
#SBATCH --job-name=archsim-${name.replace(/[^\w.-]+/g, '-').slice(0, 60)}
#SBATCH --array=1-${parts}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --mem-per-cpu=2G
#SBATCH --time=04:00:00
set -euo pipefail
part="\${SLURM_ARRAY_TASK_ID:?start it with sbatch}"
out=${shellQuoted(folder)}/parts/"$part"
resume=()
if [[ -e "$out/trajectory.jsonl" ]]; then resume=(--resume); fi
code=0
"\${ARCHSIM:-archsim}" explore ${shellQuoted([study].flat().join(' '))} \\
  ${words.join(' ')} \\
  --part "$part/${parts}" --workers 0 --baseline 0 --no-progress --out "$out" \${resume[@]+"\${resume[@]}"} || code=$?
# 1: no design of this part is legal, which is no failure of the part.
if (( code > 1 )); then exit "$code"; fi
`;
}

/** A word as a shell takes it, whatever is in it. */
function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
