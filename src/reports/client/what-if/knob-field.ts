import { button } from '../button.js';
import type { Knob, NumberKnob, Settings } from '../../what-if/knob.js';
import { settingFrom, settingLabel, settingText } from '../../what-if/setting-text.js';
import { movedPlace, placeOfValue, sliderPlaces, valueAtPlace } from '../../what-if/slider-scale.js';

type Value = Settings[string];

/** The field of a knob in a form. */
export interface KnobField {
  readonly knob: Knob;
  readonly element: HTMLElement;
  /** What it is set to; undefined where its text is no value. */
  readonly value: () => Value | undefined;
  /** Shows a value, without telling anybody. */
  readonly show: (value: Value) => void;
}

/** What is entered, and how a value gets into it. */
interface Entry {
  readonly elements: readonly HTMLElement[];
  /** The element that the label is for. */
  readonly main: HTMLElement;
  value(): { readonly value: Value } | { readonly problem: string };
  show(value: Value): void;
  /** The value of the experiment, in words. */
  readonly original: string;
}

/** A field with its label, meaning and problem, and a button that takes it back. `changed` is called when a reader has changed it. */
export function knobField(page: Document, knob: Knob, changed: () => void): KnobField {
  const id = `knob-${knob.path.replaceAll('.', '-')}`;
  const element = page.createElement('div');
  element.className = 'knob';
  const label = page.createElement('label');
  label.htmlFor = id;
  label.textContent = knob.label;
  const meaning = page.createElement('span');
  meaning.className = 'meaning muted';
  meaning.id = `${id}-meaning`;
  meaning.textContent = knob.description;
  const told = page.createElement('span');
  told.className = 'problem bad';
  told.id = `${id}-problem`;
  const was = page.createElement('span');
  was.className = 'was';

  const update = (): void => {
    const found = entry.value();
    const isWrong = 'problem' in found;
    told.textContent = isWrong ? found.problem : '';
    entry.main.setAttribute('aria-invalid', String(isWrong));
    const isChanged = isWrong || found.value !== knob.value;
    was.hidden = !isChanged;
    element.classList.toggle('changed', isChanged);
  };
  const edited = (): void => {
    update();
    changed();
  };
  const entry = entryOf(page, knob, edited);
  const show = (value: Value): void => {
    entry.show(value);
    update();
  };
  was.append(`was ${entry.original} `, button('Reset', `Reset ${knob.label} to ${entry.original}`, () => {
    show(knob.value);
    entry.main.focus();
    changed();
  }));
  entry.main.id = id;
  entry.main.setAttribute('aria-describedby', `${meaning.id} ${told.id}`);
  const line = page.createElement('div');
  line.className = 'entry';
  line.append(...entry.elements);
  const below = page.createElement('div');
  below.className = 'told';
  below.append(was, told);
  element.append(label, meaning, line, below);
  show(knob.value);
  return {
    knob, element, show,
    value: () => {
      const found = entry.value();
      return 'problem' in found ? undefined : found.value;
    },
  };
}

function entryOf(page: Document, knob: Knob, edited: () => void): Entry {
  switch (knob.kind) {
    case 'number': return numberEntry(page, knob, edited);
    case 'choice': {
      const select = page.createElement('select');
      select.append(...knob.names.map((name) => new Option(name)));
      select.addEventListener('change', edited);
      return { elements: [select], main: select, value: () => ({ value: select.value }), show: (value) => { select.value = String(value); }, original: knob.value };
    }
    case 'flag': {
      const box = page.createElement('input');
      box.type = 'checkbox';
      box.addEventListener('change', edited);
      return { elements: [box], main: box, value: () => ({ value: box.checked }), show: (value) => { box.checked = value === true; }, original: knob.value ? 'yes' : 'no' };
    }
  }
}

/** A text field that takes units, with a slider beside it. */
function numberEntry(page: Document, knob: NumberKnob, edited: () => void): Entry {
  const field = page.createElement('input');
  field.type = 'text';
  field.inputMode = knob.dimension === null ? 'decimal' : 'text';
  field.autocomplete = 'off';
  field.spellcheck = false;
  field.maxLength = 40;
  const slider = page.createElement('input');
  slider.type = 'range';
  slider.max = String(sliderPlaces);
  slider.setAttribute('aria-label', `${knob.label}, as a slider`);
  let place = 0;
  const follow = (value: number): void => {
    place = placeOfValue(knob, value);
    slider.value = String(place);
    slider.setAttribute('aria-valuetext', settingLabel(knob, value));
  };
  field.addEventListener('input', () => {
    const found = settingFrom(knob, field.value);
    if ('value' in found) follow(found.value);
    edited();
  });
  slider.addEventListener('input', () => {
    place = movedPlace(knob, place, Number(slider.value));
    slider.value = String(place);
    const value = valueAtPlace(knob, place);
    slider.setAttribute('aria-valuetext', settingLabel(knob, value));
    field.value = settingText(knob, value);
    edited();
  });
  return {
    elements: [field, slider], main: field,
    value: () => settingFrom(knob, field.value),
    show: (value) => {
      if (typeof value !== 'number') return;
      field.value = settingText(knob, value);
      follow(value);
    },
    original: settingText(knob, knob.value),
  };
}
