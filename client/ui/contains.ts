/** Without regard to case and accents: nobody types the circumflex of Côte d'Ivoire in a hurry. */
export function contains(text: string, search: string): boolean {
  const plain = (value: string) => value.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return plain(text).includes(plain(search.trim()));
}
