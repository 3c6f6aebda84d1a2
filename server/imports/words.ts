/** NFC, as all texts here; spaces but no tabs and breaks; no signs that nothing can keep. */
export function asWords(text: string): string {
  return (
    text
      .normalize("NFC")
      .replace(/\p{Surrogate}/gu, "\ufffd")
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b\ufeff]/g, "")
      .replace(/[\t\n\v\f\r ]+/g, " ")
  );
}
