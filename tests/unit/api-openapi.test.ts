import { openApi } from "../../server/http/openapi";
import { COMMANDS } from "../../shared/api/commands";
import { ERROR_STATUS } from "../../shared/api/errors";
import { QUERIES } from "../../shared/api/routes";

type Json = Record<string, unknown>;
type Content = { content: { "application/json": { schema: Json } } };
type Operation = {
  operationId: string;
  parameters: Array<{ name: string; in: string; required: boolean; schema: Json }>;
  requestBody?: Content & { required: boolean };
  responses: Record<string, Content & { description: string }>;
};

const description = JSON.parse(JSON.stringify(openApi())) as {
  openapi: string;
  info: Json;
  components: { securitySchemes: Json };
  security: Json[];
  paths: Record<string, Record<string, Operation>>;
};
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"];

/** Every schema inside `schema`, itself among them, each with the root that its references are resolved in. */
function* schemas(schema: unknown, root: Json): Generator<{ schema: Json; root: Json }> {
  if (typeof schema === "boolean") return;
  if (typeof schema !== "object" || schema === null)
    throw new Error(`not a schema: ${JSON.stringify(schema)}`);
  const own = schema as Json;
  yield { schema: own, root };
  for (const key of ["items", "additionalProperties", "propertyNames", "not"]) {
    if (own[key] !== undefined) yield* schemas(own[key], root);
  }
  for (const key of ["anyOf", "oneOf", "allOf", "prefixItems"]) {
    for (const one of (own[key] as unknown[] | undefined) ?? []) yield* schemas(one, root);
  }
  for (const key of ["properties", "$defs", "definitions"]) {
    for (const one of Object.values((own[key] as Json | undefined) ?? {})) yield* schemas(one, root);
  }
}

function resolve(reference: string, root: Json): unknown {
  if (!reference.startsWith("#")) return undefined;
  return reference
    .slice(1)
    .split("/")
    .filter((part) => part !== "")
    .reduce<unknown>((at, part) => (at as Json | undefined)?.[part.replaceAll("~1", "/")], root);
}

function contents(operation: Operation): Json[] {
  return [
    ...operation.parameters.map(({ schema }) => schema),
    ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => schema),
    ...Object.values(operation.responses).flatMap(({ content }) =>
      Object.values(content).map(({ schema }) => schema),
    ),
  ];
}

test("each command is a POST with its body and answer, and the header that makes it safe to repeat", () => {
  for (const name of Object.keys(COMMANDS)) {
    const operation = description.paths[`/api/commands/${name}`]?.post;
    expect(operation?.operationId).toBe(name);
    expect(operation?.requestBody?.required).toBe(true);
    expect(operation?.requestBody?.content["application/json"].schema).toMatchObject({
      type: "object",
      additionalProperties: false,
    });
    expect(operation?.parameters.map((one) => [one.name, one.in])).toEqual([["Idempotency-Key", "header"]]);
    expect(Object.keys(operation?.responses ?? {})).toEqual(["200", "default"]);
  }
});

test("each read is a GET, with a parameter for each part of its path and of its query", () => {
  for (const [name, { path, query }] of Object.entries(QUERIES)) {
    const templated = path.replaceAll(/:(\w+)/g, "{$1}");
    const operation = description.paths[templated]?.get;
    expect(operation?.operationId).toBe(name);
    const inPath = [...templated.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const of = (place: string) =>
      operation?.parameters.filter((one) => one.in === place).map((one) => one.name);
    expect(of("path")).toEqual(inPath);
    expect(of("query")).toEqual(Object.keys(query.shape));
    expect(operation?.parameters.filter((one) => one.in === "path").every(({ required }) => required)).toBe(
      true,
    );
  }
  const required = Object.fromEntries(
    (description.paths["/api/compare"]?.get?.parameters ?? []).map((one) => [one.name, one.required]),
  );
  expect(required).toEqual({ from: true, to: true });
  expect(description.paths["/api/record"]?.get?.parameters[0]).toMatchObject({
    name: "before",
    required: false,
  });
});

test("there is nothing in it but commands, reads, the look at a file and lists as files, and each has a name of its own", () => {
  expect(operations).toHaveLength(Object.keys(COMMANDS).length + Object.keys(QUERIES).length + 2);
  expect(operations.map(({ operation }) => operation.operationId)).toEqual(
    expect.arrayContaining(["preview-import", "list-as-file"]),
  );
  const names = operations.map(({ operation }) => operation.operationId);
  expect(new Set(names).size).toBe(names.length);
});

test("every schema is one: known types, required properties that exist, patterns that compile, references that lead somewhere", () => {
  let seen = 0;
  for (const { path, operation } of operations) {
    for (const root of contents(operation)) {
      for (const { schema } of schemas(root, root)) {
        seen++;
        const at = `${path} ${JSON.stringify(schema).slice(0, 80)}`;
        for (const type of [schema.type ?? []].flat())
          expect({ at, known: TYPES.includes(String(type)) }).toEqual({ at, known: true });
        if (schema.required)
          expect(Object.keys((schema.properties ?? {}) as Json)).toEqual(
            expect.arrayContaining(schema.required as string[]),
          );
        if (schema.pattern) expect(() => new RegExp(String(schema.pattern), "u")).not.toThrow();
        if (schema.enum) expect((schema.enum as unknown[]).length).toBeGreaterThan(0);
        if (schema.$ref) {
          const reference = String(schema.$ref);
          expect({ at, resolved: typeof resolve(reference, root) }).toEqual({ at, resolved: "object" });
        }
      }
    }
  }
  expect(seen).toBeGreaterThan(500);
});

test("an error is described with every code", () => {
  const failure = description.paths["/api/commands/cast-ballot"]?.post?.responses.default;
  const schema = failure?.content["application/json"].schema as { properties: { code: { enum: string[] } } };
  expect(schema.properties.code.enum.sort()).toEqual(Object.keys(ERROR_STATUS).sort());
});

test("the document itself: version, title, and the cookie that signs in", () => {
  expect(description.openapi).toBe("3.1.0");
  expect(description.info).toEqual({ title: "Concord", version: expect.any(String) });
  expect(description.components.securitySchemes).toEqual({
    session: { type: "apiKey", in: "cookie", name: "concord_session" },
  });
  expect(description.security).toEqual([{ session: [] }]);
});
