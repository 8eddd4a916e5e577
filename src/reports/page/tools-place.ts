/** Room for the buttons and fields that a script puts there: the page is laid out with it, so that nothing moves when they come. */
export const toolsPlace = '<div class="tools"></div>';

/** Rows from which on a table that can be sorted can be filtered too. */
export const worthFiltering = 8;

/** What a reader can save of a page, by the id of the element that holds it: what it is called, and the end of its file name. */
export const savedData = [
  { id: 'archsim-results', what: 'Results', ending: 'result.json' },
  { id: 'archsim-experiments', what: 'Experiments', ending: 'experiment.json' },
] as const;
