import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Permission } from "../../../shared/api/views";
import { useCommand } from "../../app/api";
import { notNow } from "../../app/permissions";
import { Reason } from "../../ui/act";
import { Button } from "../../ui/button";
import { FormDialog } from "../../ui/dialog";
import { RuleMark } from "../../ui/notice";
import { useToast } from "../../ui/toast";

type AppealProps = { amendment: { id: string; tag: string }; permission: Permission };

/** A delegation appeals against the ruling that an amendment is inadmissible (Rule P5). */
export function AppealAmendment({ amendment, permission }: AppealProps) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const appeal = useCommand("appeal-amendment-ruling");
  const id = useId();
  const [words, setWords] = useState("");
  const { tag } = amendment;
  if (!permission.ok) {
    if (!notNow(permission)) return null;
    return (
      <div className="act">
        <Button aria-disabled="true">{t("appeal")}</Button>
        <Reason refused={permission} />
      </div>
    );
  }
  return (
    <FormDialog
      title={t("appealAmendmentTitle", { tag })}
      action={t("appeal")}
      ready={words.trim() !== ""}
      trigger={<Button>{t("appeal")}</Button>}
      onSend={async () => {
        await appeal.mutateAsync({ amendment: amendment.id, words: words.trim() });
        setWords("");
        say(t("appealed"));
      }}
    >
      <p>
        {t("appealBody")} {t("appealAmendmentBody", { tag })} <RuleMark rule="P5" />
      </p>
      <div className="field">
        <label htmlFor={id}>{t("appealAmendmentWhy")}</label>
        <textarea
          id={id}
          className="input"
          maxLength={2000}
          required
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
    </FormDialog>
  );
}
