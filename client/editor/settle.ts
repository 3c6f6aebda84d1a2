/**
 * Marks the place of a text as settled once all of it has been laid out, so that the style sheet may leave out what is out of sight:
 * browsers keep the height that a paragraph had. Anew when the fonts have come and when the width changes, since both change all
 * heights: a text that is out of sight with wrong heights jumps when it is scrolled to. Returns how to end it.
 */
export function settle(place: HTMLElement): () => void {
  let frame = 0;
  let width = 0;
  let isOver = false;
  const begin = () => {
    if (isOver) return;
    cancelAnimationFrame(frame);
    delete place.dataset.settled;
    // Heights are kept at the end of a frame.
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        place.dataset.settled = "true";
      });
    });
  };
  const observer = new ResizeObserver(() => {
    if (place.clientWidth === width) return;
    width = place.clientWidth;
    begin();
  });
  observer.observe(place);
  void document.fonts.ready.then(begin);
  return () => {
    isOver = true;
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
}
