const ID_BYTES = 8;

/** 64 random bits: with a million paragraphs the chance of two alike is below one in ten million. */
export function randomBlockId(): string {
  // `crypto.randomUUID` exists only over https and on localhost; a conference's own network may have neither.
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return `b${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
