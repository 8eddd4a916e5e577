import type { SimulationResult } from '../../sim/model/result.js';
import { escapeHtml } from '../html.js';
import type { Knob } from '../what-if/knob.js';
import type { WhatIfData } from '../what-if/page-data.js';
import { settingText } from '../what-if/setting-text.js';
import type { Place } from './section.js';

/** What the panel says before anything is changed. */
export const panelWords = {
  intro: 'Settings that are changed here are simulated in this page, with the digits of archsim run. Nothing is sent anywhere.',
  reset: 'Reset all', save: 'Save experiment', nothing: 'Nothing is changed.', sweep: 'Over one setting', more: (count: number): string => `${count} more ${count === 1 ? 'setting' : 'settings'}`,
} as const;

/** Where a reader changes settings: the panel as its script will fill it, with fields that do nothing yet, so that no part of the page moves when it does. */
export function whatIfSection(result: SimulationResult, { knobs }: Pick<WhatIfData, 'knobs'>, place: Place): string {
  const { intro, reset, save, nothing, sweep, more } = panelWords;
  const main = knobs.filter(({ isMain }) => isMain);
  const form = `<form><div class="outcome"><div class="tools"><button type="button" disabled>${reset}</button><button type="button" disabled>${save}</button><span class="muted">${nothing}</span></div><div class="answer-area"></div></div>`
    + `<div class="knobs">${main.map(knobMarkup).join('')}</div><details><summary>${sweep}</summary></details><details><summary>${more(knobs.length - main.length)}</summary></details></form>`;
  return `<section class="what-if-section">\n<${place.heading}>What if</${place.heading}>\n<div id="what-if" class="panel what-if" inert><p class="muted">${intro}</p>${form}</div>\n`
    + `<noscript><p>Changing settings needs scripts: ${escapeHtml(result.experiment.name)} is simulated in the page.</p></noscript>\n</section>`;
}

function knobMarkup(knob: Knob): string {
  return `<div class="knob"><b>${escapeHtml(knob.label)}</b><span class="meaning muted">${escapeHtml(knob.description)}</span><div class="entry">${entryMarkup(knob)}</div></div>`;
}

function entryMarkup(knob: Knob): string {
  switch (knob.kind) {
    case 'number': return `<input type="text" value="${escapeHtml(settingText(knob, knob.value))}" disabled><input type="range" disabled>`;
    case 'choice': return `<select disabled><option>${escapeHtml(knob.value)}</option></select>`;
    case 'flag': return '<input type="checkbox" disabled>';
  }
}
