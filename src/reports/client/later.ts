/** After so long without more of it, work that nobody sees is done. */
const pauseMilliseconds = 300;

/** Matches where figures are shown in their narrow drawing. */
export const narrowScreen = matchMedia('screen and (max-width:47rem)');

const waiting = new Map<object, () => void>();
let timer = 0;

/** Does work for a part of the page that is not in sight when the reader pauses, or when the page is about to be printed or takes another layout; later work for the same part replaces it. */
export function later(part: object, work: () => void): void {
  if (timer === 0) {
    addEventListener('beforeprint', catchUp);
    narrowScreen.addEventListener('change', catchUp);
  }
  waiting.set(part, work);
  clearTimeout(timer);
  timer = setTimeout(catchUp, pauseMilliseconds);
}

function catchUp(): void {
  const all = [...waiting.values()];
  waiting.clear();
  for (const work of all) work();
}
