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

type ReconsiderProps = {
  instrument: string;
  /** null: the decision on the text. */
  amendment: { id: string; tag: string } | null;
  permission: Permission;
};

/** A delegation moves that what was decided be taken up again (Rule W6). */
export function MoveReconsideration({ instrument, amendment, permission }: ReconsiderProps) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const move = useCommand("move-motion");
  const id = useId();
  const [words, setWords] = useState("");
  const what = amendment?.tag ?? t("theText");
  if (!permission.ok) {
    if (!notNow(permission)) return null;
    return (
      <div className="act">
        <Button aria-disabled="true">{t("reconsider")}</Button>
        <Reason refused={permission} />
      </div>
    );
  }
  return (
    <FormDialog
      title={t("reconsiderTitle", { what })}
      action={t("moveAction")}
      ready
      trigger={<Button>{t("reconsider")}</Button>}
      onSend={async () => {
        await move.mutateAsync({
          instrument,
          kind: "reconsider",
          words: words.trim(),
          ...(amendment ? { amendment: amendment.id } : {}),
        });
        setWords("");
        say(t("moved"));
      }}
    >
      <p>
        {t(amendment ? "reconsiderBody" : "reconsiderTextBody")} <RuleMark rule="W6" />
      </p>
      <div className="field">
        <label htmlFor={id}>{t("why")}</label>
        <input
          id={id}
          className="input"
          maxLength={2000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
    </FormDialog>
  );
}
