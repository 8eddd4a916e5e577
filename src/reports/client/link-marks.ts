/** Shows in every figure and table of an article what has the identity of the mark or row that the reader is at. */
export function linkMarks(page: Document): void {
  for (const article of page.querySelectorAll<HTMLElement>('article, main')) {
    if (article.tagName === 'MAIN' && article.querySelector('article') !== null) continue;
    const same = new Map<string, Element[]>();
    for (const element of article.querySelectorAll<HTMLElement | SVGElement>('[data-id]')) {
      const id = element.dataset['id']!;
      same.set(id, [...same.get(id) ?? [], element]);
    }
    let shown: readonly Element[] = [];
    const show = (id: string | null): void => {
      for (const element of shown) element.classList.remove('linked');
      shown = id === null ? [] : same.get(id) ?? [];
      for (const element of shown) element.classList.add('linked');
    };
    article.addEventListener('mark', (event) => { show((event as CustomEvent<string | null>).detail); });
    article.addEventListener('pointerover', (event) => {
      const row = (event.target as Element).closest<HTMLElement>('tr[data-id]');
      if (row !== null) show(row.dataset['id']!);
    });
  }
}
