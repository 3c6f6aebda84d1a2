import type { Permission } from "../../../shared/api/views/common";
import { useCommand } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { ActWithWords } from "../../ui/act-with-words";
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
  return (
    <ActWithWords
      permission={permission}
      label={t("reconsider")}
      title={t("reconsiderTitle", { what: amendment?.tag ?? t("theText") })}
      action={t("moveAction")}
      body={
        <>
          {t(amendment ? "reconsiderBody" : "reconsiderTextBody")} <RuleMark rule="W6" />
        </>
      }
      field={t("why")}
      optional
      onSend={async (words) => {
        await move.mutateAsync({
          instrument,
          kind: "reconsider",
          words,
          ...(amendment ? { amendment: amendment.id } : {}),
        });
        say(t("moved"));
      }}
    />
  );
}
