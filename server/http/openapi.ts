import { z } from "zod";
import { COMMANDS, type CommandName } from "../../shared/api/commands";
import { errorShape } from "../../shared/api/errors";
import { LIST_FORMATS, LISTS } from "../../shared/api/exports";
import { importPreviewShape } from "../../shared/api/imports";
import { QUERIES, type QueryName } from "../../shared/api/routes";

const json = (shape: z.ZodType, io: "input" | "output") => ({
  "application/json": { schema: z.toJSONSchema(shape, { io, unrepresentable: "any" }) },
});

const failure = {
  description: "Refused; `code` says why, `rule` names the rule.",
  content: json(errorShape, "output"),
};

/** The interface as OpenAPI 3.1, made from the same shapes that the server parses with. */
export function openApi(): Record<string, unknown> {
  const paths: Record<string, unknown> = {};
  for (const name of Object.keys(COMMANDS) as CommandName[]) {
    const { body, answer } = COMMANDS[name];
    paths[`/api/commands/${name}`] = {
      post: {
        operationId: name,
        parameters: [{ name: "Idempotency-Key", in: "header", required: false, schema: { type: "string" } }],
        requestBody: { required: true, content: json(body, "input") },
        responses: {
          200: { description: "Done and on the record.", content: json(answer, "output") },
          default: failure,
        },
      },
    };
  }
  for (const name of Object.keys(QUERIES) as QueryName[]) {
    const { path, query, answer } = QUERIES[name];
    const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1]);
    paths[path.replaceAll(/:(\w+)/g, "{$1}")] = {
      get: {
        operationId: name,
        parameters: [
          ...names.map((one) => ({ name: one, in: "path", required: true, schema: { type: "string" } })),
          ...Object.entries(query.shape as Record<string, z.ZodType>).map(([one, shape]) => ({
            name: one,
            in: "query",
            required: !shape.safeParse(undefined).success,
            schema: z.toJSONSchema(shape, { io: "input", unrepresentable: "any" }),
          })),
        ],
        responses: { 200: { description: "Found.", content: json(answer, "output") }, default: failure },
      },
    };
  }
  paths["/api/imports"] = {
    post: {
      operationId: "preview-import",
      parameters: ["name", "instrument", "language"].map((name) => ({
        name,
        in: "query",
        required: true,
        schema: { type: "string" },
      })),
      requestBody: {
        required: true,
        content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
      },
      responses: {
        200: {
          description: "How the file would come in; nothing is kept of it.",
          content: json(importPreviewShape, "output"),
        },
        default: failure,
      },
    },
  };
  paths["/api/lists/{file}"] = {
    get: {
      operationId: "list-as-file",
      parameters: [
        {
          name: "file",
          in: "path",
          required: true,
          schema: {
            type: "string",
            enum: LISTS.flatMap((list) => LIST_FORMATS.map((one) => `${list}.${one}`)),
          },
        },
        ...["instrument", "state", "paragraph", "proponent", "conflict"].map((name) => ({
          name,
          in: "query",
          required: false,
          schema: { type: "string" },
        })),
      ],
      responses: {
        200: {
          description: "The list as a file.",
          content: { "text/csv": { schema: { type: "string" } } },
        },
        default: failure,
      },
    },
  };
  return {
    openapi: "3.1.0",
    info: { title: "Concord", version: "1" },
    components: { securitySchemes: { session: { type: "apiKey", in: "cookie", name: "concord_session" } } },
    security: [{ session: [] }],
    paths,
  };
}
