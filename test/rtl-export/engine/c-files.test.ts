import assert from 'node:assert/strict';
import { cHeader, headerFile } from '../../../src/rtl-export/kit/engine/c-header.js';
import { driverFiles, driverHeader, driverSource } from '../../../src/rtl-export/kit/engine/c-driver.js';
import { settingsOf } from '../../../src/rtl-export/kit/engine/job.js';
import { registerAddress, registerMap } from '../../../src/rtl-export/kit/engine/register-map.js';
import { inFolder, needTools, runTool } from '../kit/tools.js';
import { smallEngine, smallJob } from './small-engine.js';

/** A processor whose registers are an array, and which writes every access down. */
const accesses = `#include <stdint.h>
extern uint32_t registers[${registerMap.length}];
void wrote(uint32_t offset, uint32_t value);
#define ARCHSIM_ENGINE_WRITE(base, offset, value) wrote((uint32_t)((base) + (offset)), (value))
#define ARCHSIM_ENGINE_READ(base, offset) registers[((base) + (offset)) / 4u]
`;

function program(settings: readonly (readonly [name: string, value: number])[]): string {
  return `#include <stdio.h>
#include "${headerFile}"
#include "${driverFiles.header}"
uint32_t registers[${registerMap.length}];
void wrote(uint32_t offset, uint32_t value) { printf("%u %u\\n", (unsigned)offset, (unsigned)value); }
int main(void)
{
    archsim_engine_job job = { 0 };
${settings.filter(([name]) => name !== 'INTERRUPT').map(([name, value]) => `    job.${name.toLowerCase()} = ${value}u;`).join('\n')}
    printf("check %d\\n", (int)archsim_engine_check(0u));
    registers[ARCHSIM_ENGINE_ID_OFFSET / 4u] = ARCHSIM_ENGINE_ID_VALUE;
    registers[ARCHSIM_ENGINE_VERSION_OFFSET / 4u] = ARCHSIM_ENGINE_VERSION_VALUE;
    printf("check %d\\n", (int)archsim_engine_check(0u));
    printf("start %d\\n", (int)archsim_engine_start(0u, &job));
    printf("wait %d\\n", (int)archsim_engine_wait(0u, 3u));
    registers[ARCHSIM_ENGINE_STATUS_OFFSET / 4u] = ARCHSIM_ENGINE_STATUS_BUSY_MASK;
    printf("start %d\\n", (int)archsim_engine_start(0u, &job));
    registers[ARCHSIM_ENGINE_STATUS_OFFSET / 4u] = ARCHSIM_ENGINE_STATUS_DONE_MASK;
    printf("wait %d\\n", (int)archsim_engine_wait(0u, 3u));
    registers[ARCHSIM_ENGINE_STATUS_OFFSET / 4u] = ARCHSIM_ENGINE_STATUS_FAILED_MASK;
    printf("wait %d\\n", (int)archsim_engine_wait(0u, 3u));
    registers[ARCHSIM_ENGINE_CYCLES_OFFSET / 4u] = 77u;
    printf("cycles %u\\n", (unsigned)archsim_engine_read_counts(0u).cycles);
    printf("mode %u scale %u\\n", (unsigned)archsim_engine_mode(1u, 2u, 3u, 1u, 1u), (unsigned)archsim_engine_scale(65535u, 47u, 15u));
    printf("dequantize %u\\n", (unsigned)archsim_engine_dequantize(15u, 200u));
    {
        static const int8_t entries[] = { 0, -1, 127, -128, 5 };
        archsim_engine_set_table(&job, entries, 5u);
        printf("table %u %u %u\\n", (unsigned)job.table_0, (unsigned)job.table_1, (unsigned)job.table_7);
    }
    archsim_engine_enable_interrupt(0u, 1);
    archsim_engine_clear(0u);
    return 0;
}
`;
}

describe('the C files of an engine', () => {
  it('compile as C99 without a warning, and write the settings of a job in the order of the register map', function () {
    this.timeout(30_000);
    needTools(this, 'cc');
    const settings = settingsOf(smallJob());
    const files: [string, string][] = [
      [headerFile, cHeader(smallEngine())], [driverFiles.header, driverHeader()], [driverFiles.source, driverSource()], ['accesses.h', accesses], ['main.c', program(settings)],
    ];
    inFolder(files, (folder) => {
      const strict = ['-std=c99', '-Wall', '-Wextra', '-Wpedantic', '-Werror'];
      assert.deepEqual(runTool(folder, 'cc', [...strict, '-c', driverFiles.source, '-o', 'plain.o']), { code: 0, stdout: '', stderr: '' });
      assert.deepEqual(runTool(folder, 'cc', [...strict, '-include', 'accesses.h', driverFiles.source, 'main.c', '-o', 'driver']), { code: 0, stdout: '', stderr: '' });
      const written = settings.filter(([name]) => name !== 'INTERRUPT').map(([name, value]) => `${registerAddress(name)} ${value}`);
      assert.deepEqual(runTool(folder, `${folder}/driver`, []).stdout.trim().split('\n'), [
        'check 1', 'check 0', ...written, `${registerAddress('CONTROL')} 1`, 'start 0', 'wait 4', 'start 2', 'wait 0', 'wait 3', 'cycles 77',
        `mode ${1 + 2 * 16 + 3 * 256 + 4096 + 8192} scale ${65535 + 47 * 65536 + 15 * 2 ** 24}`, `dequantize ${15 + 200 * 256}`, `table 2155872000 5 0`, `${registerAddress('INTERRUPT')} 1`, `${registerAddress('CONTROL')} 2`,
      ]);
    });
  });
});
