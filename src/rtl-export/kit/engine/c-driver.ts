import { headerFile } from './c-header.js';
import { mostTableBits } from './dequantizer.js';
import { registerMap, tableRegisters, type RegisterName } from './register-map.js';

/** Settings of a job as members of the C structure, in the order of their addresses. */
const members: readonly RegisterName[] = registerMap.filter(({ access, name }) => access === 'setting' && name !== 'INTERRUPT').map(({ name }) => name);

/** The file names of the driver. */
export const driverFiles = { header: 'archsim_engine_driver.h', source: 'archsim_engine_driver.c' } as const;

/** The declarations of the driver, C99: no operating system, no library but stdint.h. */
export function driverHeader(): string {
  return `/* A driver for engines with the registers of ${headerFile}: bare metal, C99. Data goes over the streams, by whatever moves data there (a DMA). */
#ifndef ARCHSIM_ENGINE_DRIVER_H
#define ARCHSIM_ENGINE_DRIVER_H

#include <stdint.h>

/* Accesses to registers; define both before this line to take others than plain ones. */
#ifndef ARCHSIM_ENGINE_WRITE
#define ARCHSIM_ENGINE_WRITE(base, offset, value) (*(volatile uint32_t *)((uintptr_t)(base) + (offset)) = (value))
#endif
#ifndef ARCHSIM_ENGINE_READ
#define ARCHSIM_ENGINE_READ(base, offset) (*(volatile uint32_t *)((uintptr_t)(base) + (offset)))
#endif

typedef enum {
    ARCHSIM_ENGINE_OK = 0,
    ARCHSIM_ENGINE_NOT_THERE = 1, /* ID or VERSION is not that of the header */
    ARCHSIM_ENGINE_IS_BUSY = 2,   /* a job runs */
    ARCHSIM_ENGINE_REFUSED = 3,   /* the engine cannot do the job: a count, a length or an operation */
    ARCHSIM_ENGINE_TIME_OUT = 4   /* not done after so many reads of STATUS */
} archsim_engine_result;

/* What is written before a job starts, one member for each register of settings. */
typedef struct {
${members.map((name) => `    uint32_t ${name.toLowerCase()};`).join('\n')}
} archsim_engine_job;

/* Where the cycles of a job went. */
typedef struct {
    uint32_t cycles;
    uint32_t waits_for_weights;
    uint32_t waits_for_activations;
    uint32_t waits_for_output;
} archsim_engine_counts;

archsim_engine_result archsim_engine_check(uintptr_t base);
archsim_engine_result archsim_engine_start(uintptr_t base, const archsim_engine_job *job);
archsim_engine_result archsim_engine_wait(uintptr_t base, uint32_t most_reads);
archsim_engine_counts archsim_engine_read_counts(uintptr_t base);
uint32_t archsim_engine_mode(uint32_t raw, uint32_t combine, uint32_t vector, uint32_t from_memory, uint32_t wide);
uint32_t archsim_engine_dequantize(uint32_t zero_point, uint32_t multiplier);
void archsim_engine_set_table(archsim_engine_job *job, const int8_t *entries, uint32_t count);
uint32_t archsim_engine_scale(uint32_t multiplier, uint32_t shift, uint32_t combine_shift);
void archsim_engine_enable_interrupt(uintptr_t base, int enable);
void archsim_engine_clear(uintptr_t base);

#endif
`;
}

/** The driver itself. */
export function driverSource(): string {
  return `#include "${headerFile}"
#include "${driverFiles.header}"

#define STATUS_IS(status, field) (((status) & ARCHSIM_ENGINE_STATUS_##field##_MASK) != 0u)
#define FIELD(name, value) (((uint32_t)(value) << ARCHSIM_ENGINE_##name##_SHIFT) & ARCHSIM_ENGINE_##name##_MASK)

/* Whether an engine of this version answers at the address. */
archsim_engine_result archsim_engine_check(uintptr_t base)
{
    if (ARCHSIM_ENGINE_READ(base, ARCHSIM_ENGINE_ID_OFFSET) != ARCHSIM_ENGINE_ID_VALUE)
        return ARCHSIM_ENGINE_NOT_THERE;
    if (ARCHSIM_ENGINE_READ(base, ARCHSIM_ENGINE_VERSION_OFFSET) != ARCHSIM_ENGINE_VERSION_VALUE)
        return ARCHSIM_ENGINE_NOT_THERE;
    return ARCHSIM_ENGINE_OK;
}

/* Writes the settings and starts the job; a job that the engine refuses is reported here, since it tells so at once. */
archsim_engine_result archsim_engine_start(uintptr_t base, const archsim_engine_job *job)
{
    uint32_t status = ARCHSIM_ENGINE_READ(base, ARCHSIM_ENGINE_STATUS_OFFSET);

    if (STATUS_IS(status, BUSY))
        return ARCHSIM_ENGINE_IS_BUSY;
${members.map((name) => `    ARCHSIM_ENGINE_WRITE(base, ARCHSIM_ENGINE_${name}_OFFSET, job->${name.toLowerCase()});`).join('\n')}
    ARCHSIM_ENGINE_WRITE(base, ARCHSIM_ENGINE_CONTROL_OFFSET, FIELD(CONTROL_START, 1u));
    status = ARCHSIM_ENGINE_READ(base, ARCHSIM_ENGINE_STATUS_OFFSET);
    return STATUS_IS(status, FAILED) ? ARCHSIM_ENGINE_REFUSED : ARCHSIM_ENGINE_OK;
}

/* Waits until the last result was taken. */
archsim_engine_result archsim_engine_wait(uintptr_t base, uint32_t most_reads)
{
    uint32_t reads;

    for (reads = 0u; reads < most_reads; reads++) {
        uint32_t status = ARCHSIM_ENGINE_READ(base, ARCHSIM_ENGINE_STATUS_OFFSET);

        if (STATUS_IS(status, FAILED))
            return ARCHSIM_ENGINE_REFUSED;
        if (STATUS_IS(status, DONE))
            return ARCHSIM_ENGINE_OK;
    }
    return ARCHSIM_ENGINE_TIME_OUT;
}

archsim_engine_counts archsim_engine_read_counts(uintptr_t base)
{
    archsim_engine_counts counts;

    counts.cycles = ARCHSIM_ENGINE_READ(base, ARCHSIM_ENGINE_CYCLES_OFFSET);
    counts.waits_for_weights = ARCHSIM_ENGINE_READ(base, ARCHSIM_ENGINE_WAITS_FOR_WEIGHTS_OFFSET);
    counts.waits_for_activations = ARCHSIM_ENGINE_READ(base, ARCHSIM_ENGINE_WAITS_FOR_ACTIVATIONS_OFFSET);
    counts.waits_for_output = ARCHSIM_ENGINE_READ(base, ARCHSIM_ENGINE_WAITS_FOR_OUTPUT_OFFSET);
    return counts;
}

/* The register MODE from its fields. */
uint32_t archsim_engine_mode(uint32_t raw, uint32_t combine, uint32_t vector, uint32_t from_memory, uint32_t wide)
{
    return FIELD(MODE_RAW, raw) | FIELD(MODE_COMBINE, combine) | FIELD(MODE_VECTOR, vector) | FIELD(MODE_FROM_MEMORY, from_memory)
        | FIELD(MODE_WIDE, wide);
}

/* The register SCALE from its fields. */
uint32_t archsim_engine_scale(uint32_t multiplier, uint32_t shift, uint32_t combine_shift)
{
    return FIELD(SCALE_MULTIPLIER, multiplier) | FIELD(SCALE_SHIFT, shift) | FIELD(SCALE_COMBINE_SHIFT, combine_shift);
}

/* The register DEQUANTIZE from its fields. */
uint32_t archsim_engine_dequantize(uint32_t zero_point, uint32_t multiplier)
{
    return FIELD(DEQUANTIZE_ZERO_POINT, zero_point) | FIELD(DEQUANTIZE_MULTIPLIER, multiplier);
}

/* The table of codes of a job: up to ${2 ** mostTableBits} entries; those beyond count are 0. */
void archsim_engine_set_table(archsim_engine_job *job, const int8_t *entries, uint32_t count)
{
    uint32_t words[${tableRegisters.length}] = { 0u };
    uint32_t i;

    for (i = 0u; i < count && i < ${2 ** mostTableBits}u; i++)
        words[i / 4u] |= (uint32_t)(uint8_t)entries[i] << (8u * (i % 4u));
${tableRegisters.map((name, i) => `    job->${name.toLowerCase()} = words[${i}];`).join('\n')}
}

void archsim_engine_enable_interrupt(uintptr_t base, int enable)
{
    ARCHSIM_ENGINE_WRITE(base, ARCHSIM_ENGINE_INTERRUPT_OFFSET, FIELD(INTERRUPT_ENABLE, enable != 0));
}

/* Forgets what the last job did, and with that the interrupt. */
void archsim_engine_clear(uintptr_t base)
{
    ARCHSIM_ENGINE_WRITE(base, ARCHSIM_ENGINE_CONTROL_OFFSET, FIELD(CONTROL_CLEAR, 1u));
}
`;
}
