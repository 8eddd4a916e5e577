/** Follows a pointer that was pressed: calls `move` for each place that it comes to, and `released` once it is let go, or is lost, as to the scrolling of the page. */
export function untilReleased(element: HTMLElement | SVGSVGElement, move: (event: PointerEvent) => void, released: (isLost: boolean) => void): void {
  const moved = (event: Event): void => { move(event as PointerEvent); };
  const stop = ({ type }: Event): void => {
    element.removeEventListener('pointermove', moved);
    for (const end of ends) element.removeEventListener(end, stop);
    released(type !== 'pointerup');
  };
  element.addEventListener('pointermove', moved);
  for (const end of ends) element.addEventListener(end, stop);
}

const ends = ['pointerup', 'pointercancel'] as const;
