/** Colours of one theme from little to much: steps of equal lightness away from the surface, each with text that reaches 4.5:1 on it. */
export interface Ramp {
  readonly colours: readonly string[];
  /** From this step on text takes the second colour. */
  readonly turn: number;
}

/** Steps of nine in L* (CIELAB) at one hue: an order of values is an order of lightness, whoever looks at it, on paper too. */
export const lightRamp: Ramp = { colours: ['#eaf1fe', '#c8d9f5', '#a5c1ea', '#82a9df', '#5b92d4', '#3b77b6', '#1d639f', '#064d81', '#043860'], turn: 5 };
export const darkRamp: Ramp = { colours: ['#152c45', '#14406a', '#085691', '#2b6ba8', '#4983c3', '#679ad9', '#8db1e4', '#b0c9ef', '#d3e1f8'], turn: 4 };

export const rampSteps = lightRamp.colours.length;

/** The step of a share from 0 to 1. */
export function rampStep(share: number): number {
  return Math.max(0, Math.min(rampSteps - 1, Math.floor(share * rampSteps)));
}

/** Rules for `fig-ramp-N`, and for text `fig-on-ramp-N` upon it. */
export function rampRules({ colours, turn }: Ramp, first: string, second: string): string {
  return colours.map((colour, i) => `.fig .fig-ramp-${i}{fill:${colour}}.fig text.fig-on-ramp-${i}{fill:${i < turn ? first : second}}`).join('');
}
