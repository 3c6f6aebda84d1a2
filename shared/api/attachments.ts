import { z } from "zod";
import { permissionShape } from "./views/common";

export const MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024;
/** Of one amendment at a time. */
export const MAX_ATTACHMENTS = 10;

/** What is taken in, and how the names of such files end. What a file is, is told by its content. */
export const ATTACHMENT_TYPES = {
  "application/pdf": ["pdf"],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["docx"],
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/gif": ["gif"],
  "image/webp": ["webp"],
  "text/plain": ["txt", "md", "csv"],
} as const;
export type AttachmentType = keyof typeof ATTACHMENT_TYPES;

export const ATTACHMENT_ENDINGS = Object.values(ATTACHMENT_TYPES).flat();

/** The name of a file: no path, nothing that cannot be seen. */
export const fileNameShape = z
  .string()
  .trim()
  .min(1)
  .max(150)
  .regex(/^[^\\/\p{Control}\p{Format}]+$/u);

export const attachmentShape = z.object({
  id: z.uuid(),
  name: z.string(),
  type: z.string(),
  /** In bytes. */
  size: z.int(),
  sha256: z.string(),
  addedBy: z.string().nullable(),
  addedAt: z.iso.datetime(),
});
export type AttachmentView = z.infer<typeof attachmentShape>;

/** The files of one amendment, oldest first. `permission`: to add and to take away. */
export const attachmentsShape = z.object({
  permission: permissionShape,
  attachments: z.array(attachmentShape),
});
export type AttachmentsView = z.infer<typeof attachmentsShape>;
