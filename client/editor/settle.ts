/**
 * Marks the place of a text as settled once all of it has been laid out, so that the style sheet may leave out what is out of sight:
 * browsers keep the height that a paragraph had. Not before the fonts have come, and anew when the width changes, since both change
 * all heights: a text that is out of sight with wrong heights jumps when it is scrolled to. Returns how to end it.
 */
export function settle(place: HTMLElement): () => void {
  let frame = 0;
  let width = 0;
  const begin = () => {
    cancelAnimationFrame(frame);
    delete place.dataset.settled;
    // Heights are kept at the end of a frame; only then is it known which fonts are needed.
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        if (document.fonts.status === "loaded") place.dataset.settled = "true";
      });
    });
  };
  const observer = new ResizeObserver(() => {
    if (place.clientWidth === width) return;
    width = place.clientWidth;
    begin();
  });
  observer.observe(place);
  document.fonts.addEventListener("loadingdone", begin);
  return () => {
    document.fonts.removeEventListener("loadingdone", begin);
    observer.disconnect();
    cancelAnimationFrame(frame);
  };
}
