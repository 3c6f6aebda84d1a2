/** Numbers of amendments as they stand in an address, in the order in which they would be adopted; each once. */
export function chosenFrom(search: URLSearchParams): string[] {
  const numbers = (search.get("chosen") ?? "")
    .split(",")
    .filter((part) => /^\d{1,6}(\.\d{1,6})?$/.test(part));
  return [...new Set(numbers)];
}

/** As it stands in the address; an empty string for none. */
export function chosenText(chosen: readonly string[]): string {
  return chosen.join(",");
}

export function toggled(chosen: readonly string[], number: string): string[] {
  return chosen.includes(number) ? chosen.filter((one) => one !== number) : [...chosen, number];
}
