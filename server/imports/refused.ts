import type { ErrorCode } from "../../shared/api/errors";

/** The file is not taken; `code` says why to the person who chose it. */
export class FileRefused extends Error {
  override name = "FileRefused";
  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}
