import type { VoteView } from "../../../shared/api/views/votes";
import { useTranslation } from "../../i18n/use-translation";
import { useNames } from "../../ui/names";
import { RuleMark } from "../../ui/notice";
import { ruleOfResult, setsAbstentionsAside } from "./rule-of-result";

/** What the tally is held against, with its rule: under every picture of a result. */
export function MajorityLine({ vote, withPresent = false }: { vote: VoteView; withPresent?: boolean }) {
  const { t } = useTranslation("ballot");
  const names = useNames();
  return (
    <p className="small muted">
      {names.majority(vote.majority)} <RuleMark rule={ruleOfResult(vote)} />
      {setsAbstentionsAside(vote) && (
        <>
          {" · "}
          {t("abstentionsAside")} <RuleMark rule="V1" />
        </>
      )}
      {withPresent && <> · {t("present", { present: vote.present, members: vote.members })}</>}
    </p>
  );
}
