const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * One spelling for one value (RFC 8785): keys sorted by UTF-16 code units, no white space, numbers and strings as
 * ECMAScript writes them. Hashes and signatures are taken over the UTF-8 bytes of this string.
 *
 * Throws on whatever JSON cannot say without loss: undefined (also as a member), NaN, infinities, functions, bigints,
 * class instances, lone surrogates. A silent loss would make two different values hash alike.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case "string":
      return canonicalString(value);
    case "boolean":
      return String(value);
    case "number":
      if (!Number.isFinite(value)) throw new TypeError(`Not a JSON number: ${value}`);
      return JSON.stringify(value);
    case "object":
      return value === null ? "null" : Array.isArray(value) ? canonicalArray(value) : canonicalObject(value);
    default:
      throw new TypeError(`Not a JSON value: ${typeof value}`);
  }
}

function canonicalString(value: string): string {
  if (LONE_SURROGATE.test(value)) throw new TypeError("A string holds half of a surrogate pair");
  return JSON.stringify(value);
}

// Joined as they are written: every version of a text and every act on the record comes by here.

function canonicalArray(value: readonly unknown[]): string {
  let json = "[";
  // By index, which visits holes: a hole is an undefined member and is refused like one.
  for (let i = 0; i < value.length; i++) json += (i > 0 ? "," : "") + canonicalJson(value[i]);
  return `${json}]`;
}

function canonicalObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Another realm's Object.prototype (a test runner's, an iframe's) is told by having no prototype of its own.
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError(`Not a plain object: ${value.constructor?.name ?? "unknown"}`);
  }
  let json = "{";
  for (const key of Object.keys(value).sort())
    json += `${json === "{" ? "" : ","}${canonicalString(key)}:${canonicalJson((value as Record<string, unknown>)[key])}`;
  return `${json}}`;
}
