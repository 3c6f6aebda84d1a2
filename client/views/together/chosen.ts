/** Numbers of amendments as they stand in an address, in the order in which they would be adopted; each once. */
export function chosenFrom(search: URLSearchParams): number[] {
  const numbers = (search.get("chosen") ?? "")
    .split(",")
    .filter((part) => /^\d{1,6}$/.test(part))
    .map(Number);
  return [...new Set(numbers)];
}

/** As it stands in the address; an empty string for none. */
export function chosenText(chosen: readonly number[]): string {
  return chosen.join(",");
}

export function toggled(chosen: readonly number[], number: number): number[] {
  return chosen.includes(number) ? chosen.filter((one) => one !== number) : [...chosen, number];
}
