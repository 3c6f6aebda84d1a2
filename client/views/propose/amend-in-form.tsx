import { useMemo } from "react";
import type { AmendmentView } from "../../../shared/api/views/amendments";
import { useApi } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { Button } from "../../ui/button";
import { InForm } from "./in-form";

/** An amendment to an amendment in a form (Rule A9): to one paragraph of what that one proposes. */
export function AmendInForm({ parent }: { parent: AmendmentView }) {
  const { t } = useTranslation("together");
  const { data: blocks } = useApi("amendment-proposal", { amendment: parent.id });
  const { tag, baseVersion, submittedAs, redline } = parent;
  const version = baseVersion.id;
  const amended = useMemo(() => blocks && { version, blocks }, [version, blocks]);
  const among = useMemo(
    () => new Set((submittedAs ?? redline).map((block) => block.id)),
    [submittedAs, redline],
  );
  const first = amended?.blocks.find((block) => among.has(block.id) && block.runs.length > 0);
  if (!amended || !first) return null;
  return (
    <InForm
      trigger={<Button>{t("amendInForm")}</Button>}
      title={t("amendInFormTitle", { tag })}
      hint={t("amendInFormHint", { tag })}
      instrument={parent.instrument}
      language={parent.language}
      amended={amended}
      amends={parent.id}
      among={among}
      first={first.id}
    />
  );
}
