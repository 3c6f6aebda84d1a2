/** XML 1.0 has no control characters but tab and line breaks, and no halves of a sign. */
export function storable(words: string): string {
  return (
    words
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replace(/\p{Surrogate}/gu, "")
  );
}
