import type { Permission } from "../../../shared/api/views/common";
import { useCommand } from "../../app/api";
import { useTranslation } from "../../i18n/use-translation";
import { ActWithWords } from "../../ui/act-with-words";
import { RuleMark } from "../../ui/notice";
import { useToast } from "../../ui/toast";

type AppealProps = { amendment: { id: string; tag: string }; permission: Permission };

/** A delegation appeals against the ruling that an amendment is inadmissible (Rule P5). */
export function AppealAmendment({ amendment, permission }: AppealProps) {
  const { t } = useTranslation("meeting");
  const say = useToast();
  const appeal = useCommand("appeal-amendment-ruling");
  const { tag } = amendment;
  return (
    <ActWithWords
      permission={permission}
      label={t("appeal")}
      title={t("appealAmendmentTitle", { tag })}
      body={
        <>
          {t("appealBody")} {t("appealAmendmentBody", { tag })} <RuleMark rule="P5" />
        </>
      }
      field={t("appealAmendmentWhy")}
      onSend={async (words) => {
        await appeal.mutateAsync({ amendment: amendment.id, words });
        say(t("appealed"));
      }}
    />
  );
}
