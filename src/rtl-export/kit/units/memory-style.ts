/** What a memory is made of: the `STYLE` of `archsim_memory` by its name in attributes of AMD's tools. */
export type MemoryStyle = 'distributed' | 'block' | 'ultra';

export const memoryStyles: readonly MemoryStyle[] = ['distributed', 'block', 'ultra'];

export function memoryStyleNumber(style: MemoryStyle): number {
  return memoryStyles.indexOf(style);
}
