/** The list with the member at one place put to another; the others keep their order. */
export function moved<T>(list: readonly T[], at: number, to: number): T[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(at, 1));
  return next;
}
