/** Id of the paragraph that the reader has before their eyes: the one nearest to the middle of the window; null in an empty text. */
export function paragraphInSight(text: Element): string | null {
  const middle = window.innerHeight / 2;
  let nearest: { id: string; distance: number } | null = null;
  for (const paragraph of text.children) {
    const { top, bottom } = paragraph.getBoundingClientRect();
    const distance = Math.max(top - middle, middle - bottom, 0);
    if (paragraph.id !== "" && (nearest === null || distance < nearest.distance))
      nearest = { id: paragraph.id, distance };
  }
  return nearest?.id ?? null;
}
