import { ERROR_STATUS, errorShape } from "../../shared/api/errors";
import { REFUSAL_CODES } from "../../shared/rules/refusal";

test("every code with which the rules refuse is a code that an answer may carry", () => {
  const known = Object.keys(ERROR_STATUS);
  expect(REFUSAL_CODES.filter((code) => !known.includes(code))).toEqual([]);
});

test("a refusal by the rules is the person's (403) or the moment's (409), never a fault of ours", () => {
  for (const code of REFUSAL_CODES) expect([403, 409]).toContain(ERROR_STATUS[code]);
});

test("every status is one of an error, and only faults of ours are 5xx", () => {
  for (const [code, status] of Object.entries(ERROR_STATUS)) {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status >= 500).toBe(["internal", "try_again"].includes(code));
  }
});

test("an error of a code that is not listed has not the promised shape", () => {
  const error = { code: "not_found", message: "No", rule: null };
  expect(errorShape.safeParse(error).success).toBe(true);
  expect(errorShape.safeParse({ ...error, code: "no_such_code" }).success).toBe(false);
  expect(errorShape.safeParse({ ...error, rule: undefined }).success).toBe(false);
});
